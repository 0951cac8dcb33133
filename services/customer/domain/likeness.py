"""When two entries are likely one and the same customer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.customer import CustomerKind

COMPARED = ("mobile", "phone", "email", "external_code", "birth_date")
"""What is compared beside the name; what is empty is the same as nothing."""


CORE_NAME = "core_name"
"""Among what is the same: the names of two companies, but for town and legal form."""


def squeezed(text: str) -> str:
    """A name as it is compared: without spaces, lower case."""
    return "".join(text.lower().split())


def same_fields(one: Mapping[str, Any], other: Any) -> list[str]:
    """In which fields two customers are the same, the name first. ``other`` has the fields as attributes, and
    ``same_core`` where it is known that the names of two companies are the same without town and legal form."""
    same = ["name"] if squeezed(one.get("name") or "") == squeezed(other.name) else []
    if not same and getattr(other, "same_core", False):
        same = [CORE_NAME]
    return same + [name for name in COMPARED if one.get(name) and _plain(one[name]) == _plain(getattr(other, name))]


def is_likely(kind: CustomerKind, same: list[str]) -> bool:
    """Whether customers that are the same in these fields are likely one: a person by the name and a number or the day
    of birth, a company by its name, with or without town and legal form."""
    if kind is CustomerKind.COMPANY:
        return "name" in same or CORE_NAME in same
    return "name" in same and len(same) > 1


def _plain(value: Any) -> Any:
    return squeezed(value) if isinstance(value, str) else value
