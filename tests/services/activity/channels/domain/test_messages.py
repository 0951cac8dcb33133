"""What each vendor's robot is sent, and which of its answers say that it took it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from contracts.activity import ChannelKind
from services.activity.channels.domain.messages import is_taken, post_of, text_of

NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
DINGTALK_SIGN = "lGJKfijMgBUf27QODMIrCSYQoJcmwiutLb6FzUSpX6s="
FEISHU_SIGN = "teFEIJUmuclrYuHJysWDAT+AkG4/XEkrhPN2+ARavyU="
"""As ``openssl dgst -sha256 -hmac`` signs them."""


def test_a_text_has_its_lines_how_many_more_there_are_and_where_to_read_on() -> None:
    assert text_of(["a", "b"], 3, "https://x/notices") == "a\nb\n… +3\nhttps://x/notices"
    assert text_of(["a"], 0, "l") == "a\nl"


def test_wecom_and_dingtalk_want_a_text_by_the_same_names() -> None:
    for kind in (ChannelKind.WECOM, ChannelKind.DINGTALK):
        post = post_of(kind, "你好", "", NOW)
        assert (post.query, post.body) == ("", {"msgtype": "text", "text": {"content": "你好"}})


def test_wecom_knows_no_signature() -> None:
    assert post_of(ChannelKind.WECOM, "x", "secret", NOW) == post_of(ChannelKind.WECOM, "x", "", NOW)


def test_dingtalk_is_signed_in_the_address_by_the_millisecond() -> None:
    query = parse_qs(post_of(ChannelKind.DINGTALK, "x", "SEC000", NOW).query)
    assert query == {"timestamp": ["1795161600000"], "sign": [DINGTALK_SIGN]}


def test_feishu_is_signed_in_the_body_by_the_second() -> None:
    post = post_of(ChannelKind.FEISHU, "你好", "demo", NOW)
    assert post.body == {
        "timestamp": "1795161600",
        "sign": FEISHU_SIGN,
        "msg_type": "text",
        "content": {"text": "你好"},
    }
    assert "sign" not in post_of(ChannelKind.FEISHU, "你好", "", NOW).body


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        ({"errcode": 0, "errmsg": "ok"}, True),
        ({"errcode": 93000, "errmsg": "invalid webhook url"}, False),
        ({"code": 0, "msg": "success"}, True),
        ({"StatusCode": 0, "code": 0}, True),
        ({"code": 19021, "msg": "sign match fail"}, False),
        ({"StatusCode": 0, "code": 9499}, False),
        ({}, False),
        ([], False),
        (None, False),
    ],
)
def test_an_answer_is_believed_by_its_code(said: Any, taken: bool) -> None:
    assert is_taken(said) is taken
