"""Enough to recognise, not enough to use."""

import pytest

from contracts.masking import is_mask, mask_address, mask_changes, mask_email, mask_field, mask_mails, mask_phone


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13812345678", "138****5678"),
        ("+442079460958", "+44****0958"),
        ("01062345678", "010****5678"),
        ("62345678", "****5678"),
        ("12345", "****"),
        ("01062345678-801", "010****5678-****"),
        ("62345678-801", "****5678-****"),
        ("+442079460958x5", "+44****0958x****"),
        ("95588-1", "****-****"),
    ],
)
def test_of_a_number_the_ends_are_shown_and_never_the_middle(number: str, shown: str) -> None:
    assert mask_phone(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [("zhang@example.com", "z***@example.com"), ("z@example.com", "***@example.com"), ("nonsense", "****")],
)
def test_of_a_mail_address_the_first_letter_and_the_house_are_shown(address: str, shown: str) -> None:
    assert mask_email(address) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("北京市海淀区中关村大街27号", "北京市海淀区****"),
        ("广东省深圳市南山区科技园路1号", "广东省深圳市南山区****"),
        ("北京市中关村小区5号", "北京市****"),
        ("海淀区中关村大街27号", "****"),
        ("10 Downing Street", "****"),
    ],
)
def test_of_an_address_the_city_and_the_district_are_shown(address: str, shown: str) -> None:
    assert mask_address(address) == shown


def test_mail_addresses_inside_a_text_are_masked() -> None:
    refused = "zhang@example.com: 550 no mailbox <zhang@example.com> here"
    assert mask_mails(refused) == "z***@example.com: 550 no mailbox <z***@example.com> here"
    assert mask_mails("450 try again later") == "450 try again later"


def test_only_the_fields_that_reach_somebody_are_masked_and_empty_ones_stay_empty() -> None:
    assert mask_field("mobile", "") == ""
    assert mask_field("name", "13812345678") == "13812345678"
    changes = {"mobile": ["", "13812345678"], "region": ["上海市", "北京市"]}
    assert mask_changes(changes) == {"mobile": ["", "138****5678"], "region": ["上海市", "北京市"]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mobile", "138****5678"),
        ("phone", "138*5678"),
        ("employer_phone", "＊＊＊＊"),
        ("email", "z***@example.com"),
        ("address", "北京市海淀区****"),
        ("name", "张*"),
        ("name", "欧阳**"),
        ("external_code", "110***********0011"),
        ("name", "•••"),
    ],
)
def test_every_mask_is_known_as_one(field: str, value: str) -> None:
    assert is_mask(field, value)
    assert is_mask("mobile", mask_phone("13812345678"))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("mobile", "13812345678"),
        ("email", "a*b@example.com"),
        ("address", "5*8小时便利店旁"),
        ("name", "*ST海航"),
        ("name", "买买提·艾力"),
        ("name", None),
    ],
)
def test_a_single_star_in_a_text_makes_no_mask(field: str, value: object) -> None:
    assert not is_mask(field, value)
