"""The sign of a transaction: what is sold counts up, what is returned counts down."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from contracts.customer import TransactionKind


class TransactionProblem(StrEnum):
    """Why a transaction is refused."""

    WRONG_SIGN = "wrong_sign"
    ALREADY_TAKEN = "already_taken"


def wrongly_signed(kind: TransactionKind, quantity: int, amount: Decimal) -> str:
    """The field whose sign does not fit the kind, '' when both do. A sale or a service has pieces above zero, a return
    below; an amount (yuan) may be zero in either, as for what was given away."""
    sign = -1 if kind is TransactionKind.RETURN else 1
    if quantity * sign <= 0:
        return "quantity"
    return "amount" if amount * sign < 0 else ""
