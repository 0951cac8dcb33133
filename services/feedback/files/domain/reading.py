"""Files of feedback and complaints: what their columns mean, and their rows as the API takes cases."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from chassis.errors import Invalid

MOST_ROWS = 20_000
LARGEST = 32 * 1024 * 1024
LONGEST_CELL = 100_000
"""Limits of one file: rows, bytes unpacked, and characters of a cell (more is a quotation mark that was never closed).
It is taken in one piece, all of it or nothing."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "received_at": ("received_at", "时间", "日期", "收到时间", "反馈时间", "投诉时间"),
    "customer_code": ("customer_code", "编号", "客户编号", "客户代码", "客户编码", "客户"),
    "channel": ("channel", "渠道", "方式", "来源"),
    "kind": ("kind", "类型", "类别"),
    "content": ("content", "内容", "反馈内容", "投诉内容", "反馈"),
}
WORDS: Mapping[str, str] = {
    "反馈": "feedback",
    "表扬": "feedback",
    "建议": "feedback",
    "投诉": "complaint",
    "电话": "phone",
    "邮件": "email",
    "邮箱": "email",
    "网络": "web",
    "网站": "web",
    "来访": "visit",
    "上门": "visit",
    "聊天": "chat",
    "微信": "chat",
}


@dataclass(frozen=True)
class CaseLine:
    """A row of a file: its number as a spreadsheet shows it, and the case that it says."""

    number: int
    case: dict[str, str]


@dataclass(frozen=True)
class CaseLines:
    """The rows of a file; ``headings``: field -> the heading of its column."""

    headings: Mapping[str, str]
    lines: Sequence[CaseLine]


def read_cases(content: bytes, zone: tzinfo) -> CaseLines:
    """The cases of a CSV file (.gz or not; UTF-8 or GBK). Times without a zone are meant in ``zone``. Raises Invalid
    for the field ``file`` when it is no such file; a wrong row is left to the check of its fields."""
    reader = csv.reader(io.StringIO(_text(content), newline=""))
    try:
        found = [heading.strip() for heading in next(reader, [])]
        places = _places(found)
        lines = list(_lines(reader, places, zone))
    except csv.Error:
        raise Invalid(file="not_a_table") from None
    if not lines:
        raise Invalid(file="no_rows")
    return CaseLines({field: found[place] for field, place in places.items()}, lines)


def _text(content: bytes) -> str:
    if not content.strip():
        raise Invalid(file="empty_file")
    if content.startswith(b"\x1f\x8b"):
        content = _unpacked(content)
    if content.startswith(b"PK\x03\x04") or b"\0" in content:
        raise Invalid(file="only_csv")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid(file="wrong_encoding")


def _unpacked(content: bytes) -> bytes:
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            unpacked = packed.read(LARGEST + 1)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise Invalid(file="half_a_file") from None
    if len(unpacked) > LARGEST:
        raise Invalid(file="too_large_unpacked")
    return unpacked


def _places(headings: Sequence[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for field, known in HEADINGS.items():
        for place, heading in enumerate(headings):
            if heading.lower() in known:
                places.setdefault(field, place)
    if len(places) < len(HEADINGS):
        raise Invalid(file="columns_missing")
    return places


def _lines(rows: Iterator[list[str]], places: Mapping[str, int], zone: tzinfo) -> Iterator[CaseLine]:
    met: Counter[str] = Counter()
    taken = 0
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if max(map(len, cells)) > LONGEST_CELL:
            raise Invalid(file="not_a_table")
        taken += 1
        if taken > MOST_ROWS:
            raise Invalid(file="too_many_rows")
        values = {field: cells[place].strip() for field, place in places.items() if place < len(cells)}
        for field in ("kind", "channel"):
            values[field] = WORDS.get(values.get(field, ""), values.get(field, ""))
        values["received_at"] = _moment(values.get("received_at", ""), zone)
        digest = hashlib.sha256("\n".join(values.get(field, "") for field in HEADINGS).encode()).hexdigest()[:40]
        met[digest] += 1
        values["external_id"] = f"{digest}-{met[digest]}"  # the same file again says the same, in whatever order
        yield CaseLine(number, {field: value for field, value in values.items() if value})


def _moment(text: str, zone: tzinfo) -> str:
    """A time with its zone; what is no time stays as it is."""
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
