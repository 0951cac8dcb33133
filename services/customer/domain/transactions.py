"""The sign of a transaction: what is sold counts up, what is returned counts down."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from contracts.customer import TransactionKind


class TransactionProblem(StrEnum):
    """Why a transaction is refused."""

    WRONG_SIGN = "wrong_sign"
    ALREADY_TAKEN = "already_taken"


def as_counted(kind: TransactionKind, quantity: int, amount: Decimal) -> tuple[int, Decimal]:
    """Pieces and yuan as they count: a return counts down, whatever sign its sender writes. Where the two have
    different signs nobody knows what is meant: they stay as they are, and are refused by their signs."""
    if kind is TransactionKind.RETURN and quantity > 0 and amount >= 0:
        return -quantity, -amount
    return quantity, amount


def wrongly_signed(kind: TransactionKind, quantity: int, amount: Decimal) -> str:
    """Of what is as it counts the field whose sign does not fit the kind, '' when both do. A sale or a service has
    pieces above zero, a return below; an amount (yuan) may be zero in either, as for what was given away."""
    sign = -1 if kind is TransactionKind.RETURN else 1
    if quantity * sign <= 0:
        return "quantity"
    return "amount" if amount * sign < 0 else ""
