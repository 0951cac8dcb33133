"""After a restore the services find each other again without a hand: copies equal their owners, and news flow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from chassis.db.migrate import upgrade
from contracts.auth import DepartmentChanged
from contracts.catalog import CATALOG
from contracts.customer import (
    CustomerChanged,
    CustomerKind,
    TransactionFact,
    TransactionKind,
    TransactionsRecorded,
)
from contracts.reporting import Tier, TierAssigned
from contracts.services import SERVICES
from ops.backup.copies import COPIES, KEPT_AS_THEY_ARE
from ops.backup.restoring import Wish, restore
from ops.databases import create_database
from tests.ops.backup.houses import House
from tests.ops.backup.network import Network

pytestmark = pytest.mark.timeout(300)
A, C, D, E, UNIT = (uuid4() for _ in range(5))


def customer(id: UUID, version: int, name: str) -> CustomerChanged:
    return CustomerChanged(
        customer_id=id,
        version=version,
        code=f"P{id.hex[:6]}",
        external_code=None,
        kind=CustomerKind.PERSON,
        name=name,
        active=True,
        owner_id=None,
        region="",
        industry="",
        email="",
    )


def sale(id: UUID, version: int = 1) -> TransactionsRecorded:
    fact = TransactionFact(
        transaction_id=id,
        version=version,
        customer_id=A,
        kind=next(iter(TransactionKind)),
        occurred_on=date(2026, 11, 1),
        quantity=1,
        amount=Decimal("1.00"),
        void=False,
    )
    return TransactionsRecorded(batch_id=uuid4(), facts=[fact])


def tier(version: int, tier: Tier) -> TierAssigned:
    return TierAssigned(
        customer_id=A,
        version=version,
        tier=tier,
        previous=Tier.ORDINARY,
        amount=Decimal(1),
        quantity=1,
        policy_version=1,
        assigned_at=datetime.now(UTC),
    )


def unit(version: int) -> DepartmentChanged:
    return DepartmentChanged(department_id=UNIT, version=version, name="销售部", path=f"{UNIT}/", active=True)


@dataclass
class Past:
    """A house that has a backup of a moment, and what has happened since."""

    house: House
    network: Network
    first: UUID
    later: UUID

    def go_back(self, only: str | None) -> None:
        self.network.close()
        self.house.stop()
        wish = Wish(only=only, over_newer=True)
        assert restore(self.house.site, self.house.policy, wish, self.house.said.append), self.house.said
        self.house.start()
        self.network = Network(self.house.site)


@pytest.fixture(scope="module")
def past(house: House) -> Iterator[Past]:
    for service in SERVICES:
        create_database(house.site.admin_url, service, house.site.secrets)
        upgrade(service, house.site.database_url(service, owner=True))
    made = Past(house, Network(house.site), uuid4(), uuid4())
    try:
        live(made)
        yield made
    finally:
        made.network.close()


def live(made: Past) -> None:
    """What is in the backup, and what came after it."""
    house = made.house
    network = made.network
    checked = {"status": "active", "verified_at": datetime.now(UTC)}
    network.fill("customer", "customer", id=A, code="A", kind="person", **checked)
    network.say("auth", unit(1))
    network.say("customer", customer(A, 1, "before"), sale(made.first))
    network.say("reporting", tier(1, Tier.POTENTIAL))
    network.pass_on()
    house.back_up()

    network.say("auth", unit(2))
    network.say("customer", customer(A, 2, "after"), customer(C, 1, "complains"), customer(D, 1, "came later"))
    network.say("customer", sale(made.later), sale(made.first, 2))
    network.say("reporting", tier(2, Tier.VIP))
    network.pass_on()
    network.fill(
        "feedback", "case_file", customer_id=C, kind="complaint", status="open", tier="ordinary", desk="service"
    )


def test_one_service_goes_back_alone_and_the_others_keep_what_is_theirs(past: Past) -> None:
    assert past.network.troubles() == []
    assert set(past.network.versions("feedback", "known_customer")) == {A, C, D}
    for relay in past.network.relays.values():
        relay.tick()
    past.network.say("customer", customer(E, 1, "under way when it happened"))
    past.network.relays["customer"].tick()
    under_way = past.network.sent.copy()

    past.go_back("customer")
    past.network.sent += under_way
    past.network.deliver()  # what is of the past that was given up comes late, and is refused
    past.network.pass_on()

    network = past.network
    assert network.troubles() == []
    assert network.versions("feedback", "known_customer") == {A: 1, C: 0}, "who has a case is kept, as no customer yet"
    assert network.rows("feedback", "SELECT name FROM known_customer WHERE version > 0") == [("before",)]
    assert network.versions("reporting", "customer_fact") == {A: 1}
    assert network.versions("reporting", "transaction_fact") == {past.first: 1}
    assert network.rows("customer", f"SELECT tier, tier_version FROM customer WHERE id = '{A}'") == [("vip", 2)]
    assert network.versions("customer", "directory_unit") == {UNIT: 2}


def test_what_happens_then_flows_again(past: Past) -> None:
    network = past.network
    network.say("customer", customer(A, 2, "another way"), customer(E, 1, "new"), sale(past.first, 2))
    network.say("reporting", tier(3, Tier.ORDINARY))
    network.pass_on()
    assert network.troubles() == []
    assert network.versions("feedback", "known_customer") == {A: 2, C: 0, E: 1}
    assert network.versions("reporting", "customer_fact") == {A: 2, E: 1}
    assert network.rows("feedback", f"SELECT name FROM known_customer WHERE id = '{A}'") == [("another way",)]
    assert network.versions("reporting", "transaction_fact") == {past.first: 2}
    assert network.rows("customer", f"SELECT tier_version FROM customer WHERE id = '{A}'") == [(3,)]


def test_the_whole_house_goes_back_and_nothing_is_told_twice(past: Past) -> None:
    past.network.say("customer", customer(A, 3, "given up"))
    past.network.relays["customer"].tick()
    under_way = past.network.sent.copy()
    cursors = "SELECT producer, cursor FROM feed_cursor ORDER BY producer"

    past.go_back(None)
    before = past.network.rows("feedback", cursors)
    past.network.sent += under_way
    past.network.deliver()
    past.network.pass_on()
    network = past.network
    assert network.troubles() == []
    assert network.rows("feedback", cursors) == before
    assert network.versions("feedback", "known_customer") == {A: 1}

    network.say("customer", customer(A, 2, "onwards"))
    network.pass_on()
    assert network.rows("feedback", "SELECT name FROM known_customer") == [("onwards",)]
    assert network.versions("reporting", "customer_fact") == {A: 2}
    assert network.troubles() == []


def test_every_listener_says_where_it_keeps_what_it_hears() -> None:
    heard = {
        (said_by, kept_by, event.event_name)
        for event, flow in CATALOG.items()
        if event.event_name not in KEPT_AS_THEY_ARE
        for said_by in flow.speakers
        for kept_by in flow.to
    }
    assert {(copy.said_by, copy.kept_by, copy.event) for copy in COPIES} == heard
