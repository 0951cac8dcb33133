"""What comes in comes in one form: nothing that nobody sees, no line ends in a line, the figures of a keyboard."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from marshmallow import ValidationError, fields

from chassis.http import CommandSchema, Money, length, one_of
from chassis.http.fields import AsTyped, Code, EmptyEmail, Mobile, Phone


class Side(StrEnum):
    LEFT = "left"


class InSchema(CommandSchema):
    command = dict
    what = fields.String(required=True, validate=length(1, 20))


class EverySchema(CommandSchema):
    """A field of each kind."""

    command = dict
    name = fields.String(validate=length(1, 200))
    story = fields.String(validate=length(0, 4_000))
    note = fields.String(validate=length(0, 100, lines=True))
    unbounded = fields.String()
    kind = fields.String(validate=one_of(["a", "b"]))
    code = Code(allow_none=True, validate=length(1, 8))
    secret = AsTyped(validate=length(1, 9))
    day = fields.Date()
    at = fields.AwareDateTime()
    count = fields.Integer(strict=True)
    amount = Money()
    side = fields.Enum(Side, by_value=True)
    words = fields.List(fields.String(validate=length(1, 10)))
    by_key = fields.Dict(keys=fields.String(), values=fields.String(validate=length(0, 10)))
    inside = fields.Nested(InSchema)
    phone = Phone()
    mobile = Mobile()
    email = EmptyEmail(validate=length(0, 254))
    any_phone = Phone(takes_masks=True)
    any_email = EmptyEmail(takes_masks=True)


def load(**values: Any) -> Any:
    return EverySchema().load(values)


def refused(**values: Any) -> Any:
    with pytest.raises(ValidationError) as error:
        EverySchema().load(values)
    return error.value.messages


def test_texts_come_clean_wherever_they_stand() -> None:
    dirty, clean = "\u200b冯\ufeff\a三\u3000 ", "冯三"
    assert load(name=dirty, story=dirty, unbounded=dirty) == {"name": clean, "story": clean, "unbounded": clean}
    assert load(words=[dirty]) == {"words": [clean]}
    assert load(by_key={dirty: dirty}) == {"by_key": {clean: clean}}
    assert load(inside={"what": dirty}) == {"inside": {"what": clean}}
    assert load(kind="\u200ba") == {"kind": "a"}
    assert load(name="张\u3000三") == {"name": "张 三"}
    assert load(name="e\u0301") == {"name": "é"}


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u3000", "\u3164", "\u00ad\ufeff", "\n"])
def test_a_name_of_which_nothing_is_seen_is_empty(text: str) -> None:
    assert refused(name=text) == {"name": ["required"]}
    assert refused(inside={"what": text}) == {"inside": {"what": ["required"]}}
    assert refused(words=[text]) == {"words": {0: ["required"]}}


def test_a_text_of_one_line_has_no_line_ends_and_a_longer_one_has_them_in_one_form() -> None:
    assert refused(name="一\n二") == {"name": ["line_ends"]}
    assert refused(unbounded="一\u2028二") == {"unbounded": ["line_ends"]}
    assert refused(words=["一\r二"]) == {"words": {0: ["line_ends"]}}
    assert load(story="一\r\n二\r三") == {"story": "一\n二\n三"}
    assert load(note="一\r\n二") == {"note": "一\n二"}


def test_a_text_of_one_line_is_five_hundred_characters_long_at_most() -> None:
    assert load(unbounded="一" * 500) == {"unbounded": "一" * 500}
    assert refused(unbounded="一" * 501) == {"unbounded": ["too_long"]}
    assert load(story="一" * 4_000) == {"story": "一" * 4_000}


def test_what_is_left_of_a_text_is_what_is_measured() -> None:
    assert load(words=["一" * 10 + "\u200b"]) == {"words": ["一" * 10]}


def test_a_secret_is_taken_as_it_was_typed() -> None:
    assert load(secret="ｐ\u200b\ad") == {"secret": "ｐ\u200b\ad"}


@pytest.mark.parametrize("text", ["a\0", "\0"])
def test_a_zero_character_is_no_text(text: str) -> None:
    assert refused(name=text) == {"name": ["not_a_text"]}
    assert refused(inside={"what": text}) == {"inside": ["not_a_text"]}


def test_codes_dates_numbers_and_choices_may_be_typed_in_full_width() -> None:
    assert load(code="ＢＲ１１１") == {"code": "BR111"}
    assert load(code=None) == {"code": None}
    assert load(day="１９８０-０２-０３")["day"].isoformat() == "1980-02-03"
    assert load(day=" 1980-02-03\u200b")["day"].isoformat() == "1980-02-03"
    assert load(at="２０２６-０１-０２T０３:０４+08:00")["at"].isoformat() == "2026-01-02T03:04:00+08:00"
    assert str(load(amount="１２３４.５")["amount"]) == "1234.50"
    assert load(side="ｌｅｆｔ") == {"side": Side.LEFT}
    assert refused(count="１") == {"count": ["not_a_whole_number"]}, "a whole number is no text"
    assert refused(day="\ud800") == {"day": ["not_a_date"]}


def test_numbers_of_phones_are_kept_in_one_form_or_refused_by_what_they_are() -> None:
    assert load(phone="010-62345678转801", mobile="+86 139 0000 1006") == {
        "phone": "01062345678-801",
        "mobile": "13900001006",
    }
    assert load(phone="\u200b", mobile="") == {"phone": "", "mobile": ""}
    assert refused(phone="139000010190", mobile="139000010190") == {"phone": ["not_a_phone"], "mobile": ["not_a_phone"]}
    assert refused(mobile="010-62345678") == {"mobile": ["not_a_mobile"]}
    assert refused(mobile="13900001006-5") == {"mobile": ["not_a_mobile"]}


@pytest.mark.parametrize("mask", ["138****1234", "138＊＊＊＊1234", "****", "010****5678-****", "138*1234"])
def test_the_mask_of_a_number_is_no_value_but_for_who_knows_whose_it_is(mask: str) -> None:
    assert refused(phone=mask, mobile=mask) == {"phone": ["masked_value"], "mobile": ["masked_value"]}
    assert load(any_phone=mask) == {"any_phone": mask.replace("＊", "*")}


def test_the_mask_of_an_address_is_no_value_but_for_who_knows_whose_it_is() -> None:
    assert refused(email="z***@example.com") == {"email": ["masked_value"]}
    assert load(any_email="z***@example.com") == {"any_email": "z***@example.com"}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("a@b.cn", "a@b.cn"),
        ("ｃ＠ｅｘａｍｐｌｅ．ｃｏｍ", "c@example.com"),
        ("Wang.Fang+kunden@mail.example.com.cn", "Wang.Fang+kunden@mail.example.com.cn"),
        ("a\u200b@b.cn", "a@b.cn"),
        ("o'neil@example.xn--fiqs8s", "o'neil@example.xn--fiqs8s"),
        ("l" * 64 + "@example.com", "l" * 64 + "@example.com"),
    ],
)
def test_an_address_is_one_that_a_mail_can_be_sent_to(text: str, kept: str) -> None:
    assert load(email=text) == {"email": kept}


@pytest.mark.parametrize(
    "text",
    [
        *(
            "abc",
            "@",
            "a@",
            "@b.cn",
            "a@b",
            "a@localhost",
            "a@[127.0.0.1]",
            "a@127.0.0.1",
            "a@b..cn",
            "a@.b.cn",
            "a@b.cn.",
        ),
        *('"a b"@b.cn', '"a"@b.cn', "a b@b.cn", "a@b c.cn", ".a@b.cn", "a.@b.cn", "a..b@b.cn", "a@-b.cn", "a@b-.cn"),
        *(
            "a@b.c",
            "a@b.1",
            "a@b@c.cn",
            "张三@b.cn",
            "a@例子.中国",
            "a<b@b.cn",
            "A <a@b.cn>",
            "a@b.cn,c@d.cn",
            "a@b_c.cn",
        ),
        *("l" * 65 + "@example.com", "a@" + "b" * 64 + ".cn", "mailto:a@b.cn"),
    ],
)
def test_what_no_mail_can_be_sent_to_is_no_address(text: str) -> None:
    assert refused(email=text) == {"email": ["not_an_email"]}


def test_an_address_has_no_line_ends() -> None:
    assert refused(email="a@b.cn\nBcc: c@d.cn") == {"email": ["line_ends"]}
