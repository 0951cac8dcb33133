"""What a service says of its records, so that the audit can name them, find them and hide what is personal."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import DeclarativeBase, Session

from chassis.auth.directory import Staff
from chassis.db.models import Versioned

AT_MOST = 50
"""How many people or records of one name are looked for."""


def people_named(session: Session, text: str) -> list[UUID]:
    """The people the service has heard of by a name or an address."""
    rows = select(Staff.id).where(or_(Staff.name == text, Staff.email == text))
    return list(session.scalars(rows.limit(AT_MOST)))


def names_of_people(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """The names of the people the service has heard of, in one query."""
    if not ids:
        return {}
    return {row.id: row.name for row in session.execute(select(Staff.id, Staff.name).where(Staff.id.in_(ids)))}


def as_they_are(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Nothing is hidden."""
    return dict(changes)


@dataclass(frozen=True, kw_only=True)
class Records:
    """The records of a service: its tables' base, and the columns that name a record to people.

    ``parents``: column -> model of the record that something without a name of its own hangs on. ``mask``: changes
    (field -> [before, after]) as an auditor may see them. ``people``: the ids of the people of a name;
    ``names_of_people``: the names of the people of some ids.
    """

    base: type[DeclarativeBase] | None = None
    names: tuple[str, ...] = ("code",)
    parents: Mapping[str, type[DeclarativeBase]] | None = None
    mask: Callable[[Mapping[str, Any]], dict[str, Any]] = as_they_are
    people: Callable[[Session, str], list[UUID]] = people_named
    names_of_people: Callable[[Session, Collection[UUID]], Mapping[UUID, str]] = names_of_people

    def named(self, session: Session, kind: str, ids: Collection[UUID]) -> dict[UUID, str]:
        """The names of some records of one kind (the name of their table), in one query."""
        model = self._models().get(kind)
        if model is None or not ids:
            return {}
        own = self._name_of(model)
        if own is not None:
            rows = select(model.id, own).where(model.id.in_(ids))
            return {id: name for id, name in session.execute(rows) if name}
        for column, parent in (self.parents or {}).items():
            if hasattr(model, column):
                joined = select(model.id, self._name_of(parent)).join(parent, parent.id == getattr(model, column))  # type: ignore[attr-defined]
                return {id: name for id, name in session.execute(joined.where(model.id.in_(ids))) if name}
        return {}

    def find(self, session: Session, text: str) -> list[UUID]:
        """The ids of the records that a text names."""
        found: list[UUID] = []
        for model in self._models().values():
            name = self._name_of(model)
            if name is not None and issubclass(model, Versioned):
                found += session.scalars(select(model.id).where(name == text).limit(AT_MOST))
        return found

    def _models(self) -> dict[str, Any]:
        if self.base is None:
            return {}
        models = (mapper.class_ for mapper in self.base.registry.mappers)
        return {model.__tablename__: model for model in models if hasattr(model, "id")}

    def _name_of(self, model: Any) -> Any:
        return next((getattr(model, name) for name in self.names if hasattr(model, name)), None)
