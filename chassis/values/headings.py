"""Headings of columns as people write them, to the fields that are known by them.

A heading is compared without its brackets only where these say nothing that counts (必填, 元, yyyy-mm-dd). A unit that
multiplies (万元) becomes the column's factor; any other unit or remark leaves the column alone, with a word at it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

from chassis.values.simplified import comparable
from chassis.values.units import OTHERS, SCALES, scale_of

_BRACKETS = re.compile(r"[(\[{【〔〖<《「]([^()\[\]{}【】〔〕〖〗<>《》「」]*)(?:[)\]}】〕〗>》」]|$)")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
_SAY_NOTHING = """
必填 必须 必填项 必填列 必输 必录 选填 选填项 可选 非必填 非必须 可空 可为空 可不填 不能为空 不可为空 不为空 唯一
唯一值 不可重复 不重复 主键 文本 文本格式 文字 字符 数字 数值 数字格式 整数 小数 保留两位小数 两位小数 日期 日期格式
时间格式 年月日 年-月-日 年/月/日 下拉 下拉选择 单选 请选择 请填写 限填 含税 含税价 新 旧 required optional mandatory
text number date unique * ★ √ 国内 中文
"""
_HARMLESS = frozenset(_SAY_NOTHING.split())
_DATE_PATTERN = re.compile(r"[ymdhs年月日时分秒:/\-. t]{3,}|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?.*|\d+")
_BEFORE = re.compile(r"(?:单位|格式|计量单位|货币|币种|币别|unit|format)\s?[:=为]?\s?")
_EXAMPLE = re.compile(r"(?:如|例如|例|示例|比如|如下|e\.?g\.?|for example)\s?[:,.]?.*")
_CHOICES = re.compile(r"[\u3400-\u9fff\w]{1,6}(?:/[\u3400-\u9fff\w]{1,6})+")
_VALUE = re.compile(r"[-+¥$]?\d[\d,.]*%?|\d{4}[-/.年]\d.*|1\d{10}|[\w.]+@[\w.]+")
_ENDS = " *:#★·.,;、_"


FLAW_COLUMNS = ("退回行 rejected_row", "退回列 rejected_column", "退回原因 rejected_code", "退回值 rejected_value")
"""What a file of refused rows has behind the columns that came: row, columns, codes and values of its flaws. They are
known when the file comes back, and nothing else is called by them."""


class ColumnNote(StrEnum):
    """What there is to say of a column: it is multiplied; it has a unit or a remark that is not understood; another one
    means the same field; it was added by ourselves and is left out."""

    FACTOR = "factor"
    OTHER_UNIT = "other_unit"
    TWO_COLUMNS = "two_columns"
    OWN_COLUMN = "own_column"


@dataclass(frozen=True)
class Column:
    """What a heading means. ``field``: None where it is left out; ``factor``: what its numbers are multiplied by;
    ``note``: what there is to say of it, with the unit, the factor or the other columns in ``about``."""

    heading: str
    field: str | None = None
    factor: Decimal = Decimal(1)
    note: ColumnNote | None = None
    about: str = ""


@lru_cache(maxsize=5_000)
def key_of(heading: str) -> str:
    """A heading as it is compared: ``Order Code``, ``order-code`` and ``* 单 据 编 号：`` as tables have them."""
    text = _BETWEEN_HAN.sub("", comparable(heading)).strip(_ENDS)
    return "_".join(text.replace("-", " ").replace("_", " ").split())


def take_apart(heading: str) -> tuple[str, list[str]]:
    """The name that stands before the brackets of a heading, as it is compared, and what stands in them."""
    text, remarks = comparable(heading), []
    while found := _BRACKETS.search(text):
        remarks += [part for part in re.split(r"[,，;；、]|\s{2,}", found.group(1)) if part.strip()]
        text = f"{text[: found.start()]} {text[found.end() :]}"
    return key_of(text), [_BEFORE.sub("", remark.strip(), count=1).strip() for remark in remarks]


class Headings:
    """The fields of one kind of file, and the headings that each is known by."""

    def __init__(
        self,
        fields: Mapping[str, str | Iterable[str]],
        *,
        of: Mapping[str, str] | None = None,
        own: Collection[str] = (),
        yields: Collection[str] = (),
    ) -> None:
        """``fields``: the field and its headings, as a list or separated by blanks; the first field that knows a
        heading has it. ``of``: fields of numbers, and what they count: MONEY or COUNT. ``own``: headings of columns
        that we keep or add to files ourselves. ``yields``: headings that mean their field only where no other does."""
        self.fields = list(fields)
        self._field_of: dict[str, str] = {}
        self._of, self._own = dict(of or {}), {key_of(heading) for heading in own}
        self._yields = {key_of(heading) for heading in yields}
        for field, headings in fields.items():
            for heading in headings.split() if isinstance(headings, str) else headings:
                self._field_of.setdefault(key_of(heading), field)

    def read(self, heading: str) -> Column:
        """What one heading means."""
        if key_of(heading) in self._own:
            return Column(heading, note=ColumnNote.OWN_COLUMN)
        whole = self._field_of.get(key_of(heading))
        if whole:
            return Column(heading, whole)
        name, remarks = take_apart(heading)
        field = self._field_of.get(name)
        if field is None:
            field, remarks = self._with_unit_behind(name, remarks)
        return self._measured(heading, field, remarks) if field else Column(heading)

    def is_known(self, heading: str) -> bool:
        """Whether a text is the heading of a field, be it in a unit that is not understood, or of a column of ours."""
        column = self.read(heading)
        return bool(column.field or column.note)

    def assign(self, headings: Sequence[str]) -> list[Column]:
        """What the headings of a file mean. Each field is taken once, by the first column that it is known by; where
        several are, each of them says so."""
        columns = [self.read(heading) for heading in headings]
        by_field: dict[str, list[Column]] = {}
        for column in columns:
            if column.field:
                by_field.setdefault(column.field, []).append(column)
        for field, same in by_field.items():
            by_field[field] = [each for each in same if key_of(each.heading) not in self._yields] or same
        return [self._alone(column, by_field.get(column.field or "", [])) for column in columns]

    def read_as(self, heading: str, field: str) -> Column:
        """What a heading says of its numbers where somebody has said which field it is: its factor is applied, and of
        a unit that is not understood there is a word."""
        if heading and self._field_of.get(key_of(heading)) == field:
            return Column(heading, field)
        name, remarks = take_apart(heading)
        if field in self._of and not remarks:
            remarks = _unit_behind(name, self._of[field])
        column = self._measured(heading, field, remarks)
        return Column(heading, field, column.factor, column.note, column.about)

    def names(self, field: str) -> list[str]:
        """The headings that a field is known by, as they are compared."""
        return [heading for heading, known in self._field_of.items() if known == field]

    def _alone(self, column: Column, same: list[Column]) -> Column:
        if column.field and not any(each is column for each in same):
            return Column(column.heading)
        if len(same) < 2:
            return column
        others = " · ".join(each.heading for each in same if each is not column)
        field = column.field if column is same[0] else None
        return Column(column.heading, field, column.factor, ColumnNote.TWO_COLUMNS, others)

    def _with_unit_behind(self, name: str, remarks: list[str]) -> tuple[str | None, list[str]]:
        """A heading with its unit behind it, without brackets: 金额万元, 金额_万元, 金额/万元, amount_usd."""
        for field, heading in self._measured_headings():
            rest = name.removeprefix(heading).strip("_/-:|·. ")
            if name.startswith(heading) and rest and (rest in OTHERS or scale_of(rest, self._of[field])):
                return field, [rest, *remarks]
        return None, remarks

    def _measured_headings(self) -> list[tuple[str, str]]:
        """The headings of fields of numbers, the longest first."""
        known = [(field, heading) for heading, field in self._field_of.items() if field in self._of]
        return sorted(known, key=lambda each: -len(each[1]))

    def _measured(self, heading: str, field: str, remarks: list[str]) -> Column:
        """A column whose remarks say nothing, or multiply; else one that is left alone."""
        factor = Decimal(1)
        for remark in remarks:
            scale = scale_of(remark, self._of[field]) if field in self._of else None
            if scale is None and not is_harmless(remark):
                return Column(heading, note=ColumnNote.OTHER_UNIT, about=remark)
            factor *= scale or 1
        if factor == 1:
            return Column(heading, field)
        return Column(heading, field, factor, ColumnNote.FACTOR, f"{factor.normalize():f}")


def _unit_behind(name: str, of: str) -> list[str]:
    """The unit that multiplies at the end of a heading: 开票额万元. The longest one counts; 万 alone is none."""
    units = [unit for unit in SCALES[of] if len(unit) > 1 and name.endswith(unit) and name != unit]
    multiplies = [unit for unit in units if SCALES[of][unit] != 1]
    return [max(multiplies, key=len)] if multiplies else []


def is_harmless(remark: str) -> bool:
    """Whether what stands in the brackets of a heading changes nothing: 必填, a pattern of dates, an example, a list of
    choices, the count of a heading that is there twice."""
    if remark in OTHERS or any(remark in scales for scales in SCALES.values()):
        return False
    return (
        remark in _HARMLESS
        or bool(_DATE_PATTERN.fullmatch(remark))
        or bool(_EXAMPLE.fullmatch(remark))
        or bool(_CHOICES.fullmatch(remark))
    )


def has_known_headings(line: Sequence[str], kinds: Iterable[Headings]) -> bool:
    """Whether a line of a file is one of headings: two of its cells or more are known by one kind of file, and more
    than there are cells that look like values."""
    cells = [cell for cell in line if cell.strip()]
    values = sum(bool(_VALUE.fullmatch(comparable(cell))) for cell in cells)
    return any(sum(kind.is_known(cell) for cell in cells) >= max(2, values + 1) for kind in kinds)
