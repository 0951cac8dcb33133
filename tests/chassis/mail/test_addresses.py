"""Whether a mail can go somewhere."""

from __future__ import annotations

import pytest

from chassis.mail.addresses import is_address


@pytest.mark.parametrize(
    "text", ["a@b", "li.si+x@example.com", "李四 <li@example.com>", "用户@例子.公司", "a_b@c-d.cn"]
)
def test_somebody_somewhere_is_an_address(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@",
        "@b",
        "a@b@c",
        "a b@c",
        '"a b"@c',
        "a@[127.0.0.1]",
        "a@b\n",
        "a\x0b@b",
        "a\x7f@b",
        "a@b,c@d",
        "a@b\u2028",
    ],
)
def test_what_no_header_can_carry_is_none(text: str) -> None:
    assert not is_address(text)
