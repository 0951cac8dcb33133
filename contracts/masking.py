"""What personal data looks like to somebody who may not see it: enough to recognise, not enough to use.

Every service that shows or keeps a customer's data masks it in this one way.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

HIDDEN = "****"
_STARS = "*＊∗•●"
_MASKED_TEXT = re.compile(rf"[{_STARS}]{{2}}|[\u4e00-\u9fff][{_STARS}]")
_MAIL = re.compile(r"[^\s<>@:;,\"']+@[^\s<>@:;,\"']+")
_DISTRICT = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|特别行政区))?"
    r"[\u4e00-\u9fff]{1,10}?(?:市|自治州|地区|盟)"
    r"(?:[\u4e00-\u9fff]{1,8}?(?:(?<![小社园])区|县|旗|市))?"
)


def mask_phone(number: str) -> str:
    """138****5678; of a short number the last digits, of a very short one nothing. That there is an extension is shown,
    and not which."""
    main = re.split("[x-]", number, maxsplit=1)[0]
    behind = number[len(main)] + HIDDEN if main != number else ""
    if len(main) >= 11:
        return main[:3] + HIDDEN + main[-4:] + behind
    return (HIDDEN + main[-4:] if len(main) >= 8 else HIDDEN) + behind


def mask_email(address: str) -> str:
    """z***@example.com; what is no address is hidden whole."""
    name, at, domain = address.rpartition("@")
    if not at:
        return HIDDEN
    return (name[0] if len(name) > 1 else "") + "***@" + domain


def mask_mails(text: str) -> str:
    """A text of somebody else's (why a letter was refused) with the mail addresses in it masked."""
    return _MAIL.sub(lambda found: mask_email(found[0]), text)


def mask_address(address: str) -> str:
    """北京市海淀区****: the city and the district, as far as they are written; anything else is hidden whole."""
    district = _DISTRICT.match(address)
    return (district[0] if district else "") + HIDDEN


MASKS: Mapping[str, Callable[[str], str]] = {
    "mobile": mask_phone,
    "phone": mask_phone,
    "employer_phone": mask_phone,
    "email": mask_email,
    "address": mask_address,
}
"""The fields of customers and of their contacts that are masked."""

NUMBERS = frozenset({"mobile", "phone", "employer_phone"})
"""Those among them that are phone numbers."""

PERSONAL = "personal."
"""What the names of the house's own fields begin with in changes, when they are masked, too."""


def mask_field(name: str, value: Any) -> Any:
    """A field's value as it is shown masked; empty stays empty, and other fields stay as they are."""
    if name.startswith(PERSONAL):
        return HIDDEN if value else value
    mask = MASKS.get(name)
    return mask(value) if mask and isinstance(value, str) and value else value


def is_mask(name: str, value: Any) -> bool:
    """Whether a text of one line shows less than it stands for: a number with any star in it, anything else with two in
    a row or one behind a Chinese character (张*). It is no value then, of whatever field."""
    if not isinstance(value, str):
        return False
    return any(star in value for star in _STARS) if name in NUMBERS else bool(_MASKED_TEXT.search(value))


def mask_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Changes of a record (field -> [before, after]) as they are shown masked."""
    return {
        name: [mask_field(name, value) for value in pair] if isinstance(pair, list | tuple) else pair
        for name, pair in changes.items()
    }
