"""Totals of transactions by month and kind: what a file holds, to be held against what is in the books."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

Totals = dict[str, dict[str, list[Any]]]
"""Month (2026-10) -> kind -> [transactions, quantity in pieces, amount in yuan as text]; as JSON keeps it."""


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One month and kind: what the file holds and what is in the books. Void transactions count in neither."""

    month: str
    kind: str
    rows: int = 0
    quantity: int = 0
    amount: Decimal = Decimal("0.00")
    books_rows: int = 0
    books_quantity: int = 0
    books_amount: Decimal = Decimal("0.00")


def totals_of(lines: Iterable[tuple[str, str, int, int, Decimal]]) -> Totals:
    """Lines of month, kind, transactions, quantity and amount, added up."""
    totals: Totals = {}
    for month, kind, rows, quantity, amount in lines:
        cell = totals.setdefault(month, {}).setdefault(str(kind), [0, 0, "0.00"])
        cell[0] += rows
        cell[1] += int(quantity)
        cell[2] = str(Decimal(cell[2]) + amount)
    return totals


def lines_of(totals: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, int, int, Decimal]]:
    """The lines that totals were added up from, one a month and kind, the oldest month first."""
    return [
        (month, kind, rows, quantity, Decimal(amount))
        for month, kinds in sorted(totals.items())
        for kind, (rows, quantity, amount) in sorted(kinds.items())
    ]


def span_of(totals: Mapping[str, Any]) -> tuple[date, date] | None:
    """The first day of the first month and the last day of the last one; None when there is no month."""
    if not totals:
        return None
    first, last = date.fromisoformat(f"{min(totals)}-01"), date.fromisoformat(f"{max(totals)}-01")
    return first, (last + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def figures_of(file: Mapping[str, Any], books: Mapping[str, Any]) -> list[Figure]:
    """The months and kinds of a file beside the books, the oldest month first."""
    return [
        Figure(
            month=month,
            kind=kind,
            rows=rows,
            quantity=quantity,
            amount=amount,
            **_in_books(books.get(month, {}).get(kind)),
        )
        for month, kind, rows, quantity, amount in lines_of(file)
    ]


def _in_books(cell: list[Any] | None) -> dict[str, Any]:
    if cell is None:
        return {}
    return {"books_rows": cell[0], "books_quantity": cell[1], "books_amount": Decimal(cell[2])}
