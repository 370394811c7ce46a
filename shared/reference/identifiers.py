"""Codes of organisations and people, each checked as its register writes it."""

import re
from typing import Annotated

from nhs_number.constants import REGION_SYNTHETIC
from nhs_number.standardise import standardise_format
from nhs_number.validate import is_valid
from pydantic import AfterValidator

from shared.reference.agencies import IdentifierScheme

_FORMS = {
    # ODS developer guide: letters and digits; the ODS data model leaves room for twelve. What an
    # organisation is does not follow from the shape of its code.
    IdentifierScheme.ODS: re.compile(r"[A-Z0-9]{1,12}"),
    # CQC's register: most ids look like 1-123456789, those of NHS trusts like ODS codes.
    IdentifierScheme.CQC_PROVIDER: re.compile(r"[A-Z0-9-]{3,20}"),
    IdentifierScheme.CQC_LOCATION: re.compile(r"[A-Z0-9-]{3,20}"),
    # ONS Register of Geographic Codes: a nation's letter, an entity's two digits, an instance.
    IdentifierScheme.GSS: re.compile(r"[EWSN][0-9]{8}"),
    # The same register's police force areas of England (E23) and Wales (W15).
    IdentifierScheme.POLICE_FORCE: re.compile(r"(?:E23|W15)[0-9]{6}"),
}


class NotAnIdentifier(ValueError):
    """The text is no code of that register. The message never holds the text."""


def canonical_identifier(scheme: IdentifierScheme, text: str) -> str:
    """Return a code as its register writes it: upper case, nothing around it.

    Raises `NotAnIdentifier` for another form. That a code of the right form has been issued is
    not known here.
    """
    value = text.strip().upper() if text.isascii() else ""
    if not _FORMS[scheme].fullmatch(value):
        raise NotAnIdentifier(f"not a code of the register {scheme}")
    return value


def canonical_nhs_number(text: str) -> str:
    """Return an NHS number as ten digits; it may be written 3-3-4 with spaces or hyphens.

    The tenth digit must be the check digit (ISB 0149, modulus 11). Ten equal digits satisfy the
    sum and are refused all the same: they are typed, never issued. Raises `NotAnIdentifier`.
    """
    digits = standardise_format(text) if text.isascii() else ""
    if not is_valid(digits) or len(set(digits)) == 1:
        raise NotAnIdentifier("not an NHS number")
    return digits


NhsNumber = Annotated[str, AfterValidator(canonical_nhs_number)]
"""An NHS number in a body: ten digits once it is read."""


def is_synthetic_nhs_number(digits: str) -> bool:
    """Tell whether a valid number is from the range that is never issued, kept for made-up people.

    That is 900 to 999 million (the ranges are those collated by the nhs-number project); the
    numbers that NHS England hands out for tests begin with 999.
    """
    return any(block.start <= int(digits) <= block.end for block in REGION_SYNTHETIC.ranges)
