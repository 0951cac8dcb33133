"""How likely two customers are one and the same: what speaks for it, weighed.

The weights are ours. A number or an address that both have says more than a name, for names are shared by many; a name
and one other thing that agree are worth a look.
"""

from __future__ import annotations

from typing import Any

from rapidfuzz import fuzz

from services.customer.domain.likeness import CORE_NAME, same_fields

WEIGHTS = {"name": 40, "mobile": 45, "phone": 30, "email": 30, "birth_date": 20, "external_code": 0}
SAME_CORE, CLOSE_NAME = 35, 15
"""Of names that differ: the same but for town and legal form; written nearly the same."""
CLOSE = 85.0
"""From which likeness on, of 100, two names are written nearly the same."""
WORTH_A_LOOK = 45
"""From which score on a pair is listed: what one number, or a name and something else, make."""


def score(one: Any, other: Any, *, same_core: bool) -> tuple[int, list[str]]:
    """Of two customers of a kind: the score, at most 100, and what speaks for it, the strongest first. ``same_core``:
    whether their names are the same without town and legal form."""
    values = {name: getattr(one, name) for name in WEIGHTS}
    reasons = {name: WEIGHTS[name] for name in same_fields(values, other) if WEIGHTS[name]}
    if "name" not in reasons:
        if same_core:
            reasons[CORE_NAME] = SAME_CORE
        elif fuzz.ratio(one.name, other.name) >= CLOSE:
            reasons["close_name"] = CLOSE_NAME
    said = sorted(reasons, key=lambda name: -reasons[name])
    return min(100, sum(reasons.values())), said
