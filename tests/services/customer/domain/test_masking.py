"""Who sees a customer's numbers plain: the owner always, the author of an entry until it is checked, who was let for
now, nobody else."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import pytest

from chassis.db import new_id
from chassis.errors import Invalid
from contracts.customer import CustomerStatus, Purpose
from services.customer.domain.masking import REVEALING, UNCHECKED, expect_no_masks, masked, sees_plain, without_masks

OWNER, AUTHOR, OTHER, CUSTOMER = new_id(), new_id(), new_id(), new_id()


@dataclass
class Record:
    """A customer, as far as this is about it."""

    status: str = CustomerStatus.ACTIVE
    owner_id: UUID = OWNER
    author_id: UUID = AUTHOR
    id: UUID = CUSTOMER
    mobile: str = "13812345678"
    region: str = "上海市"


@pytest.mark.parametrize("status", CustomerStatus)
def test_the_owner_sees_plain_in_every_state_and_strangers_in_none(status: CustomerStatus) -> None:
    assert sees_plain(OWNER, Record(status))
    assert not sees_plain(OTHER, Record(status))
    assert not sees_plain(None, Record(status))


@pytest.mark.parametrize("status", CustomerStatus)
def test_the_author_sees_plain_only_what_is_not_checked_yet(status: CustomerStatus) -> None:
    unchecked = status in {CustomerStatus.DRAFT, CustomerStatus.SUBMITTED, CustomerStatus.RETURNED}
    assert sees_plain(AUTHOR, Record(status)) is unchecked
    assert (status in UNCHECKED) is unchecked


def test_somebody_sees_plain_just_the_customers_that_are_open_for_now() -> None:
    assert sees_plain(OTHER, Record(), {CUSTOMER})
    assert not sees_plain(OTHER, Record(), {new_id()})
    assert not sees_plain(None, Record(), {CUSTOMER})


def test_a_mask_that_comes_back_is_no_new_value_and_a_new_number_is() -> None:
    record = Record()
    assert without_masks(record, {"mobile": "138****5678", "region": "北京市"}) == {"region": "北京市"}
    assert without_masks(record, {"mobile": "13912345678"}) == {"mobile": "13912345678"}
    assert without_masks(record, {"mobile": "139****5678"}) == {"mobile": "139****5678"}
    assert without_masks(record, {"phone": "138****5678"}) == {"phone": "138****5678"}
    assert without_masks(record, {"phone": "138****5678"}, either=True) == {}
    assert without_masks(record, {"mobile": ""}) == {"mobile": ""}


def test_a_mask_is_no_value_of_one_line_and_stars_in_a_longer_text_are_none_of_ours() -> None:
    values = {"name": "张*", "mobile": "138****5678", "email": "a@b.cn", "background": "**", "birth_date": None}
    assert masked(values) == ["name", "mobile"]
    with pytest.raises(Invalid) as refused:
        expect_no_masks(values)
    assert refused.value.fields == {"name": ["masked_value"], "mobile": ["masked_value"]}
    expect_no_masks({"background": "**", "mobile": "13812345678"})


def test_what_is_put_on_record_by_itself_is_no_purpose_to_reveal_for() -> None:
    by_itself = {Purpose.CHECK, Purpose.SEARCH, Purpose.MISSED, Purpose.VIEW_REQUEST, Purpose.EXPORT}
    assert set(Purpose) - set(REVEALING) == by_itself
