"""What a cell of a spreadsheet shows of its number: dates, leading zeros, units that belong to it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from chassis.tables.problems import CellFlaw

LARGEST_WHOLE = 2**53
"""Whole numbers below it are kept exactly by every spreadsheet; of larger ones the last digits may be lost."""

HARMLESS = frozenset("元圆件个只套台箱次人名岁笔¥￥$€£") | {"rmb", "cny", "usd"}
"""What may stand beside a number without changing what it says."""

_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
"""Formats that every spreadsheet knows by number, and that show a date or a time; some of them in Chinese."""
_KNOWN = {1: "0", 2: "0.00", 9: "0%", 10: "0.00%"}
_ELAPSED = frozenset({46})
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]*)(?:-[^\]]*)?\]")
_TEXTS = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_DATE_SIGNS = re.compile(r"[ymdhsge]", re.IGNORECASE)
_PLAIN = re.compile(r"-?\d{1,15}")
_LAST_DAY = 2_958_466
Shown = tuple[str, str]
"""What a cell shows, and what is wrong with it (empty when nothing is)."""


class Format:
    """One number format: of a date, of a time that has passed, or a pattern of digits and texts."""

    def __init__(self, number: int, code: str) -> None:
        code = code or _KNOWN.get(number, "")
        section = code.split(";")[0]
        section = _CURRENCY.sub(lambda found: f'"{found[1]}"' if found[1] else "", section)
        section = _BRACKETS.sub("", section)
        bare = _TEXTS.sub("", section)
        general = bare.strip().lower() in ("", "general", "g/通用格式", "@")
        signs = re.sub(r"[eE][+-]0+|general", "", bare, flags=re.IGNORECASE)
        self.is_elapsed = number in _ELAPSED or bool(re.search(r"\[(h+|m+|s+)\]", section, re.IGNORECASE))
        self.is_date = number in _DATES or self.is_elapsed or (not general and bool(_DATE_SIGNS.search(signs)))
        scientific = bool(re.search(r"[eE][+-]0", bare))
        self.pattern = "" if self.is_date or general or scientific else _pattern(section)


def _pattern(section: str) -> str:
    """The part of a format that changes what a whole number says, as digits to fill (0), digits that may be missing (#)
    and texts; empty for one that only decorates it."""
    parts: list[str] = []
    for found in re.finditer(r'"([^"]*)"|\\(.)|_.|\*.|([0#?]+)|(.)', section):
        quoted, escaped, digits, other = found.groups()
        if digits:
            parts.append("0" * digits.count("0") if "#" not in digits else digits.replace("?", "#"))
        elif (text := quoted or escaped or other or "").strip():
            parts.append(text)
    digits_only = [part for part in parts if set(part) <= {"0", "#"}]
    texts = [part for part in parts if not set(part) <= {"0", "#"}]
    if "%" in texts:
        return "%"
    zeros = "".join(digits_only).count("0")
    meant = [text for text in texts if text.strip().lower() not in HARMLESS and text not in ",.-+()/ "]
    if not meant and (zeros < 2 or "." in texts or "," in texts):
        return ""
    if "." in texts or "," in texts:
        return "+" + "".join(f"\0{text}" for text in meant)
    return "\1".join(parts)


def shown(raw: str, form: Format, base_1904: bool = False) -> Shown:
    """A number of a cell as the cell shows it; nothing of it is rounded away."""
    if not form.is_date and not form.pattern and _PLAIN.fullmatch(raw):
        return (raw.lstrip("0") or "0", "") if raw.startswith("0") else (raw, "")
    try:
        value = float(raw)
    except ValueError:
        return raw, CellFlaw.NOT_A_TEXT
    if value != value or abs(value) == float("inf"):
        return raw, CellFlaw.SPREADSHEET_ERROR
    if form.is_date:
        return _moment(value, form, base_1904)
    if abs(value) >= LARGEST_WHOLE:
        return raw, CellFlaw.NUMBER_LOST_DIGITS
    text = _written(value, raw)
    return (_filled(text, form.pattern), "") if form.pattern else (text, "")


def _written(value: float, raw: str) -> str:
    if value.is_integer():
        return str(int(value))
    return format(Decimal(format(value, ".15g")), "f")


def _filled(text: str, pattern: str) -> str:
    """A number in its pattern: 121 in 00000 is 00121."""
    if pattern == "%":
        return f"{format((Decimal(text) * 100).normalize(), 'f')}%"
    if pattern.startswith("+") or not text.isdigit():
        texts = [part for part in re.split("[\0\1]", pattern.lstrip("+")) if part and not set(part) <= {"0", "#"}]
        return text + "".join(texts)
    parts = pattern.split("\1")
    digits = text
    out: list[str] = []
    first = next(at for at, part in enumerate(parts) if set(part) <= {"0", "#"}) if _has_digits(parts) else -1
    for at in range(len(parts) - 1, -1, -1):
        part = parts[at]
        if not set(part) <= {"0", "#"}:
            out.append(part)
        elif at == first:
            out.append(digits.rjust(part.count("0"), "0"))
        else:
            piece, digits = digits[-len(part) :], digits[: -len(part)]
            out.append(piece.rjust(part.count("0"), "0"))
    return "".join(reversed(out))


def _has_digits(parts: list[str]) -> bool:
    return any(set(part) <= {"0", "#"} for part in parts)


@lru_cache(maxsize=20_000)
def _day(days: int, base_1904: bool) -> date:
    if base_1904:
        return date(1904, 1, 1) + timedelta(days=days)
    return date(1899, 12, 30 if days >= 60 else 31) + timedelta(days=days)


def _moment(value: float, form: Format, base_1904: bool) -> Shown:
    """A date as 2026-10-31, with its time of day when it has one; a time alone as 08:30:00."""
    if value < 0 or value >= _LAST_DAY:
        return "#####", CellFlaw.SPREADSHEET_ERROR
    seconds = round(value * 86_400)
    days, rest = divmod(seconds, 86_400)
    clock = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    if form.is_elapsed:
        return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", ""
    if days == 0 and not base_1904:
        return clock if rest else "1900-01-00", ""
    if days == 60 and not base_1904:
        return "1900-02-29", ""  # like 1900-01-00 a day that only spreadsheets know: no check of a date lets it pass
    day = _day(days, base_1904)
    return (f"{day} {clock}" if rest else str(day)), ""


GENERAL = Format(0, "")
