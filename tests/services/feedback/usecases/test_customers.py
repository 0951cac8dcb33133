"""What is kept of customers: the newest word, in one statement for many."""

from __future__ import annotations

from sqlalchemy import select

from chassis.testing.service import ServiceUnderTest
from services.feedback.consumers import consumers
from services.feedback.store.models import KnownCustomer
from tests.services.feedback.scenario import AddCustomer


def names(service: ServiceUnderTest) -> list[str]:
    with service.unit_of_work() as ctx:
        return list(ctx.session.scalars(select(KnownCustomer.name)))


def test_the_newest_version_holds_in_whatever_order_it_is_told(
    service: ServiceUnderTest, add_customer: AddCustomer
) -> None:
    first = add_customer(name="一")
    third = add_customer(name="三", customer_id=first.customer_id, version=3)
    assert names(service) == ["三"]
    service.hear(consumers, first)
    assert names(service) == ["三"]
    service.hear(consumers, third, first)
    assert names(service) == ["三"]


def test_several_words_on_one_customer_at_once_leave_the_newest(
    service: ServiceUnderTest, add_customer: AddCustomer
) -> None:
    first = add_customer(name="一")
    second, third = (type(first)(**{**first.__dict__, "version": n, "name": str(n)}) for n in (2, 3))
    service.hear(consumers, third, second)
    assert names(service) == ["3"]


def test_odd_names_are_kept_as_they_are(service: ServiceUnderTest, add_customer: AddCustomer) -> None:
    for name in ('引"号\\', "换\n行", "{逗,号}", "𠮷野家", ""):
        add_customer(name=name)
    assert set(names(service)) == {'引"号\\', "换\n行", "{逗,号}", "𠮷野家", ""}
