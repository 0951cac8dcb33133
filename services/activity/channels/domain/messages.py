"""What is said to a group, and how each vendor's robot wants it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from contracts.activity import ChannelError, ChannelKind

AT_ONCE = 20
"""Lines of one message: a robot takes twenty messages a minute, and a group reads one more easily."""


class MessageStatus(StrEnum):
    """What has become of a line for a group."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class NotDelivered(Exception):
    """A robot did not get a message, or did not take it."""

    def __init__(self, error: ChannelError, reason: str) -> None:
        super().__init__(reason)
        self.error = error


@dataclass(frozen=True)
class Post:
    """A request to a robot. ``query``: what is added to its address."""

    query: str
    body: Mapping[str, Any]


def text_of(lines: Sequence[str], more: int, link: str) -> str:
    """The text of one message; ``more``: lines that are not in it."""
    rest = [f"… +{more}"] if more else []
    return "\n".join([*lines, *rest, link])


def post_of(kind: ChannelKind, text: str, secret: str, now: datetime) -> Post:
    """The request that a vendor's robot wants, signed where there is a secret (WeCom knows none)."""
    match kind:
        case ChannelKind.WECOM:
            return Post("", {"msgtype": "text", "text": {"content": text}})
        case ChannelKind.DINGTALK:
            signed = _dingtalk(secret, int(now.timestamp() * 1000)) if secret else {}
            return Post(urlencode(signed), {"msgtype": "text", "text": {"content": text}})
        case ChannelKind.FEISHU:
            signature = _feishu(secret, int(now.timestamp())) if secret else {}
            return Post("", {**signature, "msg_type": "text", "content": {"text": text}})


def is_taken(said: Any) -> bool:
    """Whether a robot's answer says that it took the message. All of them answer 200 to everything."""
    if not isinstance(said, dict):
        return False
    codes = [said[name] for name in ("errcode", "code", "StatusCode") if name in said]
    return bool(codes) and all(code == 0 for code in codes)


def _dingtalk(secret: str, milliseconds: int) -> dict[str, str]:
    signed = hmac.digest(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256)
    return {"timestamp": str(milliseconds), "sign": base64.b64encode(signed).decode()}


def _feishu(secret: str, seconds: int) -> dict[str, str]:
    signed = hmac.digest(f"{seconds}\n{secret}".encode(), b"", hashlib.sha256)
    return {"timestamp": str(seconds), "sign": base64.b64encode(signed).decode()}
