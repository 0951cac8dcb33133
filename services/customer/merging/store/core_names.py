"""Names without what companies write one time and leave out the next."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func


def core_name(name: Any) -> ColumnElement[str]:
    """A name without blanks, brackets, the town it begins with and the legal form it ends with: 上海市华联有限公司 ->
    华联. ``name``: a column of names."""
    bare = func.regexp_replace(func.lower(func.replace(name, " ", "")), "[（(][^）)]*[）)]", "", "g")
    townless = func.regexp_replace(bare, "^([^省]{2,3}省)?([^市]{2,3}市)?", "")
    forms = "股份有限公司|有限责任公司|集团有限公司|有限公司|集团公司|集团|公司"
    return func.regexp_replace(townless, f"({forms})$", "")
