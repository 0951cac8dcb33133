"""What every table of the activity service is declared on."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from chassis.db import TYPES, naming_metadata


class Base(DeclarativeBase):
    """Base of every table that the activity service owns."""

    metadata = naming_metadata()
    type_annotation_map = TYPES
