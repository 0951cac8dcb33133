"""Named statements on what customers are sorted and found by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, Uuid, column, select, update, values
from sqlalchemy.orm import Session

from services.customer.domain.names import FoundBy
from services.customer.store.models import Customer


def names_after(session: Session, after: UUID | None, most: int) -> Sequence[Any]:
    """Id, kind and name of the next customers, held until they are written, in the order of their ids."""
    rows = select(Customer.id, Customer.kind, Customer.name).order_by(Customer.id).limit(most).with_for_update()
    return session.execute(rows.where(Customer.id > after) if after else rows).all()


def write_names(session: Session, keys: Sequence[tuple[UUID, FoundBy]]) -> None:
    """Write what customers are sorted and found by, where it is another than before; they keep their versions."""
    columns = (
        *(column("id", Uuid()), column("sort_key", Text()), column("initials", Text()), column("readings", Text())),
        column("pairs", ARRAY(Text())),
    )
    rows = [(id, found.sort_key, found.initials, found.readings, found.pairs) for id, found in keys]
    given = values(*columns, name="given").data(rows)
    new = {name: given.c[name] for name in ("sort_key", "initials", "readings", "pairs")}
    changed = update(Customer).where(Customer.id == given.c.id, Customer.readings != given.c.readings).values(new)
    session.execute(changed.execution_options(synchronize_session=False))
