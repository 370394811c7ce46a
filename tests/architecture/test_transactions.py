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


def test_only_the_relay_and_the_replay_speak_to_the_broker() -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in python_files("services")
        if path.stem not in {"worker", "consumers"}
        and any(
            name.startswith("shared.messaging") and not name.startswith("shared.messaging.outbox")
            for name in imported(parsed(path))
        )
    ]
    assert found == []
