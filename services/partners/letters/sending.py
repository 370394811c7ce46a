"""The worker's step that sends letters: one at a time, each attempt by one process alone."""

from services.partners.letters.commands import Outlet, claim_letter, settle_letter
from services.partners.letters.models import Hindrance
from shared.failpoints import LETTER_SENT, failpoint
from shared.mail import Mail
from shared.transactions import Database


async def send_letter(database: Database, *, outlet: Outlet) -> bool:
    """Send the next letter that is due; return whether there was one.

    The message leaves between two transactions: whoever dies there has it sent once more, under
    the same Message-ID, rather than not at all.
    """
    async with database.transaction() as session:
        claimed = await claim_letter(session, outlet)
    if claimed is None:
        return False
    if isinstance(claimed, Mail) and outlet.server is not None:
        fault = await outlet.server.send(claimed, database.clock())
        failpoint(LETTER_SENT)
        hindrance = None if fault is None else Hindrance(fault)
        async with database.transaction() as session:
            await settle_letter(session, claimed.mail_id, hindrance)
    return True
