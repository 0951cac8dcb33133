"""What a form sent: trimmed texts, the version it was made on, the key that lets it count once."""

from __future__ import annotations

from secrets import token_hex
from typing import Any

from flask import request


def text(name: str) -> str:
    """One field, trimmed; empty when it was not sent."""
    return request.form.get(name, "").strip()


def texts(name: str) -> list[str]:
    """All values of one field: a group of boxes, or a list with several choices."""
    return [value.strip() for value in request.form.getlist(name) if value.strip()]


def given(*names: str) -> dict[str, Any]:
    """The named fields that are not empty."""
    return {name: value for name in names if (value := text(name))}


def version() -> str:
    """The version that the form was made on; '' when it has none."""
    return text("version")


def key() -> str:
    """The key by which the form counts once; '' when it has none."""
    return text("idempotency_key")


def new_key() -> str:
    """A key for one rendering of a form: pressed twice, done once."""
    return token_hex(12)


def filters(*names: str) -> dict[str, str]:
    """The filters in the address, without the empty ones."""
    return {name: value for name in names if (value := request.args.get(name, "").strip())}


MOST_IN_A_SPAN = 1_000


def numbers_and_spans(ticked: str, typed: str) -> list[int | str]:
    """The numbers of the boxes that were ticked, and those that were typed: 3, 7-12. What is no number goes on as it
    was typed: the service refuses it."""
    parts = request.form.get(typed, "").replace("，", ",").replace("、", ",").split(",")
    spans = [part.strip() for part in (*request.form.getlist(ticked), *parts) if part.strip()]
    return list(dict.fromkeys(number for span in spans for number in _numbers(span)))


def _numbers(span: str) -> list[int | str]:
    first, _, last = (part.strip() for part in span.partition("-"))
    if first.isdecimal() and last.isdecimal() and int(last) - int(first) < MOST_IN_A_SPAN:
        return list(range(int(first), int(last) + 1))
    return [int(span) if span.isdecimal() else span]
