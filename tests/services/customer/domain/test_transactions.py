"""What is sold counts up, what is returned counts down."""

from __future__ import annotations

from decimal import Decimal

import pytest

from contracts.customer import TransactionKind
from services.customer.domain.transactions import as_counted, wrongly_signed


@pytest.mark.parametrize("kind", [TransactionKind.SALE, TransactionKind.SERVICE])
@pytest.mark.parametrize(
    ("quantity", "amount", "field"),
    [(1, "0.01", ""), (1, "0", ""), (1, "-0.01", "amount"), (0, "1", "quantity"), (-1, "-1", "quantity")],
)
def test_what_is_sold_has_pieces_and_never_a_negative_amount(
    kind: TransactionKind, quantity: int, amount: str, field: str
) -> None:
    assert wrongly_signed(kind, quantity, Decimal(amount)) == field


@pytest.mark.parametrize(
    ("quantity", "amount", "field"),
    [(-1, "-0.01", ""), (-1, "0", ""), (-1, "0.01", "amount"), (0, "-1", "quantity"), (1, "-1", "quantity")],
)
def test_what_is_returned_is_below_zero(quantity: int, amount: str, field: str) -> None:
    assert wrongly_signed(TransactionKind.RETURN, quantity, Decimal(amount)) == field


@pytest.mark.parametrize(
    ("quantity", "amount", "counted"),
    [
        (40, "1500", (-40, "-1500")),
        (-40, "-1500", (-40, "-1500")),
        (1, "0", (-1, "0")),
        (-1, "0", (-1, "0")),
        (1, "-1", (1, "-1")),
        (-1, "1", (-1, "1")),
        (0, "5", (0, "5")),
    ],
)
def test_a_return_counts_down_whatever_sign_it_is_written_with(
    quantity: int, amount: str, counted: tuple[int, str]
) -> None:
    pieces, yuan = as_counted(TransactionKind.RETURN, quantity, Decimal(amount))
    assert (pieces, str(yuan)) == counted


@pytest.mark.parametrize("kind", [TransactionKind.SALE, TransactionKind.SERVICE])
def test_what_is_sold_counts_as_it_is_written(kind: TransactionKind) -> None:
    assert as_counted(kind, -3, Decimal(-5)) == (-3, Decimal(-5))
    assert as_counted(kind, 3, Decimal(5)) == (3, Decimal(5))
