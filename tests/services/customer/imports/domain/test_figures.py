"""Totals by month and kind add up exactly, and stand beside the books."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.customer.imports.domain.figures import Figure, figures_of, lines_of, span_of, totals_of

D = Decimal
LINES = [
    ("2026-10", "sale", 1, 2, D("25.50")),
    ("2026-10", "sale", 1, 1, D("0.10")),
    ("2026-09", "return", 1, -1, D("-3")),
]


def test_lines_of_one_month_and_kind_are_added_to_the_cent() -> None:
    assert totals_of(LINES) == {"2026-10": {"sale": [2, 3, "25.60"]}, "2026-09": {"return": [1, -1, "-3.00"]}}


def test_totals_of_totals_are_the_same_totals() -> None:
    totals = totals_of(LINES)
    assert totals_of(lines_of(totals)) == totals
    assert totals_of([*lines_of(totals), *lines_of(totals)])["2026-10"]["sale"] == [4, 6, "51.20"]


@pytest.mark.parametrize(
    ("months", "span"),
    [
        ((), None),
        (("2026-02",), (date(2026, 2, 1), date(2026, 2, 28))),
        (("2024-02",), (date(2024, 2, 1), date(2024, 2, 29))),
        (("2025-11", "2026-12"), (date(2025, 11, 1), date(2026, 12, 31))),
    ],
)
def test_the_span_runs_from_the_first_day_to_the_last(months: tuple[str, ...], span: tuple[date, date] | None) -> None:
    assert span_of({month: {} for month in months}) == span


def test_a_month_that_the_books_do_not_know_stands_beside_nothing() -> None:
    [old, new] = figures_of(totals_of(LINES), {"2026-10": {"sale": [7, 9, "100.00"], "service": [1, 1, "5.00"]}})
    assert old == Figure(month="2026-09", kind="return", rows=1, quantity=-1, amount=D("-3.00"))
    assert (new.rows, new.books_rows, new.books_quantity, new.books_amount) == (2, 7, 9, D("100.00"))
