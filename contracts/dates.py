"""Which dates are plausible: one rule for the API, forms and files of every service.

What is in the books already stays there, and is listed for correction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from chassis.errors import Invalid

if TYPE_CHECKING:
    from chassis.context import Context

IMPLAUSIBLE_DATE: Final = "implausible_date"
CLOCKS_DIFFER = timedelta(minutes=5)
"""How far the clock of who reports a moment may be ahead of ours."""


@dataclass(frozen=True)
class Span:
    """From the day ``first`` (None: as long ago as one likes) to ``ahead`` days after today. A moment is never ahead of
    now, but for clocks that differ."""

    first: date | None = None
    ahead: int = 0

    def last(self, today: date) -> date:
        """The last day of it."""
        return today + timedelta(days=self.ahead)

    def holds(self, value: date | datetime, ctx: Context) -> bool:
        """Whether a day or a moment lies in it."""
        day = value
        if isinstance(value, datetime):
            if value > ctx.now + CLOCKS_DIFFER:
                return False
            day = value.astimezone(ctx.zone).date()
        elif value > self.last(ctx.today):
            return False
        return self.first is None or day >= self.first


OF_BUSINESS = date(1990, 1, 1)
SPANS: Mapping[str, Span] = {
    "birth_date": Span(date(1900, 1, 1)),
    "founded_on": Span(),
    "dealings_since": Span(date(1900, 1, 1)),
    "occurred_on": Span(OF_BUSINESS, ahead=1),
    "at": Span(OF_BUSINESS),
    "visited_at": Span(OF_BUSINESS),
    "received_at": Span(OF_BUSINESS),
}
"""Field -> when it can have been. ``occurred_on``: of business, until tomorrow, as a sender's day may begin before
ours; ``at``: of a contact with a customer; ``visited_at``: of a look on site; ``received_at``: of a case."""


def implausible(ctx: Context, values: Mapping[str, Any]) -> list[str]:
    """The fields among ``values`` whose dates cannot be true; what is empty is not asked."""
    return [name for name, span in SPANS.items() if values.get(name) is not None and not span.holds(values[name], ctx)]


def expect_plausible(ctx: Context, **values: Any) -> None:
    """Refuse dates that cannot be true. Raises Invalid."""
    if wrong := implausible(ctx, values):
        raise Invalid(**dict.fromkeys(wrong, IMPLAUSIBLE_DATE))
