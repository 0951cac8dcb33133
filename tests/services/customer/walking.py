"""Random walks over everything that is done to customers on their way in, and a model of who wrote and who saw what.

Every value that anybody writes occurs once, so that it tells who wrote it. The model keeps of each value its writers
(whoever sent it, by whatever way) and its approvers (whoever approved a record while it was what the approver had last
seen). It knows no rule of the house: which steps are refused is the house's business.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from chassis.auth import Scope
from chassis.testing.service import Caller, ServiceUnderTest
from contracts.permissions import Permission as P
from services.customer.imports.store.models import ImportBatch
from services.customer.jobs import jobs
from services.customer.store.models import ChangeRequest, Customer

ENTERING = {P.CUSTOMER_READ: Scope.OWN, P.CUSTOMER_WRITE: Scope.OWN, P.IMPORT_RUN: Scope.ALL}
CHECKING = {P.CUSTOMER_READ: Scope.ALL, P.CUSTOMER_VERIFY: Scope.ALL, P.IMPORT_VERIFY: Scope.ALL}
BOTH = {**ENTERING, **CHECKING, P.CUSTOMER_WRITE: Scope.ALL, P.CUSTOMER_GIVE: Scope.ALL}
CORE = ("name", "mobile", "email")
"""The fields that are followed: the policy of checks names them."""

NUMBERS = ("K1", "K2", "K3")
"""The sender's codes of the customers that files name."""


@dataclass(frozen=True)
class Seen:
    """What somebody has looked at: its version, and the core values then, of each customer."""

    version: int
    values: dict[UUID, dict[str, str]]


@dataclass
class Walk:
    """A walk by some people. ``log``: what was done, and how it was answered."""

    service: ServiceUnderTest
    random: Random
    people: dict[str, Caller] = field(default_factory=dict)
    writers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    approvers: dict[tuple[UUID, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    seen: dict[tuple[str, UUID], Seen] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)
    next: int = 0

    @classmethod
    def begin(cls, service: ServiceUnderTest, seed: int) -> Walk:
        walk = cls(service, Random(seed))
        for name, rights, roles in (
            ("entering 1", ENTERING, ("service",)),
            ("entering 2", ENTERING, ("service",)),
            ("checking", CHECKING, ("verifier",)),
            ("both 1", BOTH, ("sales", "verifier")),
            ("both 2", BOTH, ("sales", "verifier")),
        ):
            walk.people[name] = service.person(name, rights, roles=roles)
        return walk

    def go(self, steps: int) -> None:
        """So many random steps; after each, what counts was approved by somebody who has not written it. Raises
        AssertionError with the way that led there."""
        for _ in range(steps):
            self.random.choice(STEPS)(self, self.random.choice(sorted(self.people)))
            self.service.work(jobs)
            self.expect_checked()

    def expect_checked(self) -> None:
        with self.service.unit_of_work() as ctx:
            for customer in ctx.session.scalars(select(Customer).where(Customer.status == "active")):
                for name in CORE:
                    value = getattr(customer, name)
                    approved_by = self.approvers[customer.id, value] - self.writers[value]
                    assert not value or approved_by, "\n".join(
                        [*self.log, f"{customer.code} {name}={value}: written by {self.writers[value]}"]
                    )

    # what is there

    def customers(self, *statuses: str) -> list[Customer]:
        with self.service.unit_of_work() as ctx:
            rows = select(Customer).order_by(Customer.id)
            found = ctx.session.scalars(rows.where(Customer.status.in_(statuses)) if statuses else rows).all()
            ctx.session.expunge_all()
        return list(found)

    def imports(self, *statuses: str) -> list[ImportBatch]:
        with self.service.unit_of_work() as ctx:
            rows = select(ImportBatch).where(ImportBatch.status.in_(statuses)).order_by(ImportBatch.id)
            found = ctx.session.scalars(rows).all()
            ctx.session.expunge_all()
        return list(found)

    def requests(self) -> list[ChangeRequest]:
        with self.service.unit_of_work() as ctx:
            rows = select(ChangeRequest).where(ChangeRequest.status == "waiting").order_by(ChangeRequest.id)
            found = ctx.session.scalars(rows).all()
            ctx.session.expunge_all()
        return list(found)

    def any_of(self, found: list[Any]) -> Any:
        return self.random.choice(found) if found else None

    # what people do

    def values(self, who: str) -> dict[str, str]:
        """Some core values that nobody has ever written, in this person's name."""
        self.next += 1
        written = {"name": f"张{self.next}", "mobile": f"138{self.next:08d}", "email": f"n{self.next}@example.com"}
        chosen = {name: written[name] for name in CORE if name == "name" or self.random.random() < 0.7}
        for value in chosen.values():
            self.writers[value].add(who)
        return chosen

    def do(self, who: str, what: str, answer: TestResponse) -> TestResponse:
        code = (answer.json or {}).get("code", "") if answer.is_json else ""
        self.log.append(f"{len(self.log):3} {who}: {what} -> {answer.status_code} {code}")
        assert answer.status_code < 500, "\n".join(self.log)
        return answer

    def post(self, who: str, path: str, body: Any = None, version: int | None = None) -> TestResponse:
        return self.do(who, f"{path} {body or ''}", self.people[who].post(path, body, version=version))

    def add(self, who: str) -> None:
        owner = str(self.people[self.random.choice(sorted(self.people))].actor.id)
        body = {"kind": "person", **self.values(who), "submit": self.random.random() < 0.6}
        self.post(who, "/customers", body | {"owner_id": owner} if self.random.random() < 0.2 else body)

    def likely(self, who: str, customer: Customer) -> str:
        """Who does it: mostly somebody who may, the customer's owner or author."""
        mine = {customer.owner_id, customer.author_id}
        own = sorted(name for name, person in self.people.items() if person.actor.id in mine)
        return self.random.choice(own) if self.random.random() < 0.7 else who

    def edit(self, who: str) -> None:
        if customer := self.any_of(self.customers()):
            who = self.likely(who, customer)
            changed = self.values(who)
            if self.random.random() < 0.5:
                changed.pop("name")
            path = f"/customers/{customer.id}"
            self.do(
                who, f"edit {customer.code} {customer.status} {changed}", self._patched(who, path, changed, customer)
            )

    def _patched(self, who: str, path: str, changed: dict[str, str], customer: Customer) -> TestResponse:
        return self.people[who].patch(path, changed, version=customer.version)

    def step(self, action: str, *statuses: str, body: Any = None) -> Callable[[str], None]:
        def act(who: str) -> None:
            if customer := self.any_of(self.customers(*statuses)):
                who = self.likely(who, customer) if action != "return" else who
                self.post(who, f"/customers/{customer.id}/{action}", body, customer.version)

        return act

    def look(self, who: str) -> None:
        """Look at something that waits; what one has seen then is what one may approve later."""
        who = self.random.choice(("checking", "both 1", "both 2"))
        waiting = [*self.customers("submitted"), *self.imports("waiting_check"), *self.requests()]
        if record := self.any_of(waiting):
            self.seen[who, record.id] = Seen(record.version, self.shown(record))
            self.log.append(f"{len(self.log):3} {who}: looks at {record.id} version {record.version}")

    def shown(self, record: Any) -> dict[UUID, dict[str, str]]:
        """The core values that a record shows, of each customer."""
        if isinstance(record, ChangeRequest):
            return {record.customer_id: {name: after for name, (_, after) in record.fields.items() if name in CORE}}
        if isinstance(record, ImportBatch):
            entries = [each for each in self.customers("submitted") if each.import_id == record.id]
            return {each.id: {name: getattr(each, name) for name in CORE} for each in entries}
        return {record.id: {name: getattr(record, name) for name in CORE}}

    def approve(self, who: str) -> None:
        """Approve what one has looked at some time ago, as it was then."""
        if key := self.any_of(sorted(self.seen, key=str)):
            who, seen = key[0], self.seen.pop(key)
            for kind in ("customers", "imports", "change-requests"):
                answer = self.people[who].post(f"/{kind}/{key[1]}/approve", version=seen.version)
                if answer.status_code != 404:
                    break
            if self.do(who, f"approve {kind} {key[1]}", answer).status_code == 200:
                for customer, values in seen.values.items():
                    for value in values.values():
                        self.approvers[customer, value].add(who)

    def send(self, who: str) -> None:
        """A file of some customers, whose numbers may be known."""
        rows = []
        for number in self.random.sample(NUMBERS, self.random.randint(1, 2)):
            values = self.values(who)
            rows.append(",".join([number, *(values.get(name, "") for name in CORE)]))
        kept = self.random.sample(range(4), 4)
        columns = sorted({0, 1, *kept[: self.random.randint(2, 4)]})
        table = ["编号,姓名,手机,邮箱", *rows]
        content = "".join(",".join(row.split(",")[at] for at in columns) + "\r\n" for row in table).encode()
        form = {"kind": "persons", "file": FileStorage(io.BytesIO(content), "file.csv")}
        boundary, data = encode_multipart(form)
        kind = f"multipart/form-data; boundary={boundary}"
        sent = self.do(who, f"file {rows} {columns}", self.people[who].post("/imports", data=data, content_type=kind))
        if sent.status_code != 201:
            return
        self.service.work(jobs)
        batch = self.people[who].get(f"/imports/{sent.json['id']}").json
        start = {"on_known": self.random.choice(["skip", "update"])}
        self.post(who, f"/imports/{batch['id']}/start", start, batch["version"])

    def take_back(self, who: str) -> None:
        if batch := self.any_of(self.imports("done", "waiting_check")):
            self.post(who, f"/imports/{batch.id}/take-back", None, batch.version)

    def return_import(self, who: str) -> None:
        if batch := self.any_of(self.imports("waiting_check")):
            self.post(who, f"/imports/{batch.id}/return", {"reason": "不符"}, batch.version)

    def return_row(self, who: str) -> None:
        if batch := self.any_of(self.imports("waiting_check")):
            body = {"rows": [self.random.randint(2, 3)], "reason": "不符"}
            self.post(who, f"/imports/{batch.id}/return-rows", body, batch.version)

    def reject(self, who: str) -> None:
        if request := self.any_of(self.requests()):
            self.post(who, f"/change-requests/{request.id}/reject", {"reason": "不符"}, request.version)

    def give_all(self, who: str) -> None:
        giver, taker = (self.people[self.random.choice(sorted(self.people))].actor.id for _ in range(2))
        self.post(who, "/hand-overs/all", {"from_staff": str(giver), "to_staff": str(taker)})

    def submit(self, who: str) -> None:
        self.step("submit", "draft", "returned")(who)

    def withdraw(self, who: str) -> None:
        self.step("withdraw", "submitted")(who)

    def disable(self, who: str) -> None:
        self.step("disable", "active", "draft", "returned", body={"reason": "不再往来"})(who)

    def enable(self, who: str) -> None:
        self.step("enable", "disabled")(who)

    def return_entry(self, who: str) -> None:
        self.step("return", "submitted", body={"reason": "不符"})(who)


STEPS: list[Callable[[Walk, str], None]] = [
    *(Walk.add, Walk.edit, Walk.edit, Walk.submit, Walk.submit, Walk.withdraw, Walk.return_entry, Walk.disable),
    *(Walk.enable, Walk.enable, Walk.send, Walk.send, Walk.take_back, Walk.return_import, Walk.return_row),
    *(Walk.reject, Walk.give_all, *(Walk.look,) * 4, *(Walk.approve,) * 6),
]
