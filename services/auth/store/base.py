"""What every table of the auth service is declared on."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from chassis.db import TYPES, coded, naming_metadata
from contracts.auth import AccountRequestKind, AccountRequestStatus, ReviewAnswer, SessionKind, SignInMethod
from services.auth.domain.second_factors import Purpose
from services.auth.domain.switching import ActiveStatus, status_of
from services.auth.resets.domain.addresses import AddressSource
from services.auth.resets.domain.links import LinkKind


class Base(DeclarativeBase):
    """Base of every table that the auth service owns."""

    metadata = naming_metadata()
    type_annotation_map = TYPES | coded(
        AccountRequestKind,
        AccountRequestStatus,
        AddressSource,
        LinkKind,
        Purpose,
        ReviewAnswer,
        SessionKind,
        SignInMethod,
    )


class Switched:
    """A record that is disabled and enabled again."""

    active: Mapped[bool] = mapped_column(default=True)

    @property
    def status(self) -> ActiveStatus:
        """Whether it is in use."""
        return status_of(self.active)

    @status.setter
    def status(self, status: ActiveStatus) -> None:
        self.active = status is ActiveStatus.ACTIVE
