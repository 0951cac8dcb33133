"""What the chassis' own tables are declared on, the same in every service's database."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import DeclarativeBase

from chassis.db.models import TYPES, naming_metadata

chassis_metadata = naming_metadata()
"""Every table of the chassis is declared on this; a service gives it to Alembic beside its own metadata."""


class ChassisBase(DeclarativeBase):
    """The base of the chassis' mapped tables."""

    metadata = chassis_metadata
    type_annotation_map: ClassVar[dict[Any, Any]] = TYPES
