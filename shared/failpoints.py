"""Moments at which a process can be made to die for real, to prove that nothing is lost by it."""

import os
import signal

VARIABLE = "ALONGSIDE_FAILPOINT"
BEFORE_PUBLISH = "relay.before_publish"
AFTER_PUBLISH = "relay.after_publish"
AFTER_COMMIT = "consumer.after_commit"
BEFORE_POST = "webhook.before_post"
AFTER_POST = "webhook.after_post"
AFTER_RECORD = "webhook.after_record"
LETTER_SENT = "letter.sent"


def failpoint(name: str) -> None:
    """Kill this process, without ceremony, if the environment names this moment."""
    if os.environ.get(VARIABLE) == name:
        os.kill(os.getpid(), signal.SIGKILL)
