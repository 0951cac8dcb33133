"""Which customers the rows of a file mean: found by what the import's rows are known by, each at most once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from chassis.auth import Actor
from chassis.context import Context
from contracts.customer import CustomerKind, CustomerStatus, ImportKey
from services.customer.imports.domain.keys import key_of
from services.customer.imports.domain.problems import RowProblem
from services.customer.imports.store import records
from services.customer.imports.store.models import ImportBatch
from services.customer.store.models import Customer

Values = Mapping[str, Any]
BY_NUMBER = (ImportKey.MOBILE, ImportKey.NAME_MOBILE)


@dataclass(frozen=True)
class Meant:
    """The customer that a row means, None for a new one; or why it means none that it could: a field and a code."""

    customer: Customer | None = None
    field: str = ""
    problem: RowProblem | None = None


@dataclass
class Known:
    """The customers that some rows of a file may mean, by their numbers, codes and mobile numbers."""

    key: ImportKey
    import_id: UUID
    may_change: set[UUID] = field(default_factory=set)
    again: set[UUID] = field(default_factory=set)
    """Those that the sender may change, and those that were taken back with the import that brought them: a file may
    bring them anew."""

    changed: set[UUID] = field(default_factory=set)
    by_number: dict[str, Customer] = field(default_factory=dict)
    by_code: dict[str, Customer] = field(default_factory=dict)
    by_mobile: dict[str, list[Customer]] = field(default_factory=lambda: defaultdict(list))
    met: set[UUID | tuple[str, ...]] = field(default_factory=set)

    @property
    def customers(self) -> list[Customer]:
        """All of them, each once."""
        found = [
            *self.by_number.values(),
            *self.by_code.values(),
            *(one for many in self.by_mobile.values() for one in many),
        ]
        return list({customer.id: customer for customer in found}.values())

    def meant_by(self, row: Values) -> Meant:
        """Which customer a row means; a second row that means the same one is refused."""
        found = self._found_by(row)
        if found.problem:
            return found
        number = row.get("external_code")
        holder = self.by_number.get(number) if number else None
        customer = found.customer or (holder if holder and holder.id in self.again else None)
        if holder and holder is not customer:
            return Meant(None, "external_code", RowProblem.ALREADY_TAKEN)
        if not self._is_first(row, customer):
            return Meant(None, self.named(row), RowProblem.TWICE_IN_FILE)
        return Meant(customer)

    def _found_by(self, row: Values) -> Meant:
        """The customer of a row's key; one that the row names by Guanxi's code has to be the same."""
        code = row.get("code")
        named = self.by_code.get(code) if code else None
        if self.key in BY_NUMBER:
            return self._by_mobile(row, named)
        number = row.get("external_code") if self.key is ImportKey.EXTERNAL_CODE else None
        customer = (self.by_number.get(number) or self.by_code.get(number)) if number else None
        if code and customer is None:
            if named is None:
                return Meant(None, "code", RowProblem.NO_SUCH_CUSTOMER)
            if number and named.external_code:
                return Meant(None, "code", RowProblem.TWO_CUSTOMERS)
            return Meant(named)
        if code and named is not customer:
            return Meant(None, "code", RowProblem.TWO_CUSTOMERS)
        return Meant(customer)

    def _by_mobile(self, row: Values, named: Customer | None) -> Meant:
        found = self.by_mobile.get(row["mobile"], [])
        if self.key is ImportKey.NAME_MOBILE:
            found = [customer for customer in found if customer.name == row["name"]]
        if row.get("code"):
            found = [customer for customer in found if customer is named]
            if not found:
                return Meant(None, "code", RowProblem.TWO_CUSTOMERS if named else RowProblem.NO_SUCH_CUSTOMER)
        if len(found) > 1:
            return Meant(None, "mobile", RowProblem.SEVERAL_CUSTOMERS)
        return Meant(found[0] if found else None)

    def _is_first(self, row: Values, customer: Customer | None) -> bool:
        """Whether no row before means the same customer: none of these rows, and none of an earlier step."""
        if customer is None:
            numbers = (("external_code", row["external_code"]),) if row.get("external_code") else ()
            own = key_of(self.key, row)
            marks: set[UUID | tuple[str, ...]] = {*numbers, *((self.key.value, *own) for own in [own] if own)}
        else:
            brought = customer.import_id == self.import_id and customer.status is CustomerStatus.SUBMITTED
            if brought or customer.id in self.changed:
                return False
            marks = {customer.id}
        first = not marks & self.met
        self.met |= marks
        return first

    def named(self, row: Values) -> str:
        """The field by which a row is called when it is refused."""
        own = "mobile" if self.key in BY_NUMBER else self.key.value
        return own if own in row else "code"


def known_customers(
    ctx: Context, batch: ImportBatch, kind: CustomerKind, sender: Actor, rows: Iterable[Values]
) -> Known:
    """The customers that rows may mean, held for update."""
    rows = list(rows)
    known = Known(ImportKey(batch.key), batch.id)
    numbers = records.customers_by(ctx.session, "external_code", _of(rows, "external_code"))
    known.by_number = {customer.external_code or "": customer for customer in numbers}
    codes = [*_of(rows, "code"), *_of(rows, "external_code")]  # people write our code where theirs belongs
    known.by_code = {customer.code: customer for customer in records.customers_by(ctx.session, "code", codes)}
    found = records.customers_by(ctx.session, "mobile", _of(rows, "mobile")) if known.key in BY_NUMBER else []
    every = {customer.id: customer for customer in (*numbers, *known.by_code.values(), *found)}
    known.may_change = records.changed_by(ctx.session, sender, every.values())
    known.again = records.taken_back(ctx.session, sender, every.values(), known.may_change)
    for customer in found:
        in_use = customer.status is not CustomerStatus.DISABLED or customer.id in known.again
        if customer.kind == kind and in_use:
            known.by_mobile[customer.mobile].append(customer)
    known.changed = records.changed_by_import(ctx.session, batch.id, [customer.id for customer in known.customers])
    return known


def _of(rows: Iterable[Values], field: str) -> list[str]:
    return [row[field] for row in rows if row.get(field)]
