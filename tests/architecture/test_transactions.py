"""Transactions belong to the edges; a fact leaves only through the outbox."""

import ast

from tests.architecture.sources import ROOT, functions, imported, parsed, python_files

ENDS_A_TRANSACTION = {"commit", "rollback", "begin"}


def test_no_service_ends_a_transaction() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files("services")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in ENDS_A_TRANSACTION
    ]
    assert found == []


def test_commands_take_the_session_that_their_edge_opened() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}"
        for path in python_files("services")
        if path.stem == "commands"
        for function in functions(parsed(path))
        if isinstance(function, ast.AsyncFunctionDef)
        and (not function.args.args or function.args.args[0].arg != "session")
    ]
    assert found == []


OUTBOX = "shared.messaging.outbox"
ALSO = {"services/partners/queues": "shared.messaging.rabbit.agency_queues"}
"""Features that reach a broker, and by what: the agencies' own, never the services'."""


def test_only_the_relay_and_the_replay_speak_to_the_services_broker() -> None:
    found = []
    for path in python_files("services"):
        allowed = (OUTBOX, ALSO.get(str(path.parent.relative_to(ROOT)), OUTBOX))
        reached = {name for name in imported(parsed(path)) if name.startswith("shared.messaging")}
        if path.stem not in {"worker", "consumers"}:
            found += [(path.name, name) for name in reached if not name.startswith(allowed)]
    assert found == []
