"""Intake's own tables hang on this catalogue; the kernel's stand beside them."""

from sqlalchemy.orm import DeclarativeBase

from shared.database import new_metadata


class Base(DeclarativeBase):
    """The base of every model of intake."""

    metadata = new_metadata()
