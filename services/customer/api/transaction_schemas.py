"""Transactions, coming in and going out."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from chassis.db import ListQuery
from chassis.http import AnswerSchema, CommandSchema, Money, PageQuerySchema, length, sort_field
from chassis.http.fields import Code
from contracts.customer import TransactionKind
from services.customer.api.schemas import text
from services.customer.store.transactions import TRANSACTIONS
from services.customer.usecases.transactions import MOST, RecordTransactions, TransactionRow

LARGEST_QUANTITY = 10**9


class TransactionRowSchema(CommandSchema):
    """One transaction as its sender reports it, ``amount`` in yuan. A sale and a service are above zero. A return
    counts down by its kind: its pieces and its amount have the same sign, whichever the sender writes, and are kept
    below zero. What is void counts nowhere."""

    command = TransactionRow
    external_id = Code(required=True, validate=length(1, 64))
    customer_code = Code(required=True, validate=length(1, 64))
    kind = fields.Enum(TransactionKind, by_value=True)
    occurred_on = fields.Date(required=True)
    quantity = fields.Integer(
        required=True, strict=True, validate=validate.Range(-LARGEST_QUANTITY, LARGEST_QUANTITY, error="out_of_range")
    )
    amount = Money(required=True)
    product = text(200)
    void = fields.Boolean()


class RecordTransactionsSchema(CommandSchema):
    """A batch of one sender's transactions."""

    command = RecordTransactions
    source = fields.String(required=True, validate=length(1, 64))
    transactions = fields.List(fields.Nested(TransactionRowSchema), required=True)
    keep_good = fields.Boolean(data_key="partial")

    @validates_schema
    def not_too_many(self, data: dict[str, Any], **_: Any) -> None:
        if not 1 <= len(data.get("transactions", ())) <= MOST:
            raise ValidationError({"transactions": ["out_of_range"]})


class TransactionQuerySchema(PageQuerySchema):
    """The order of a customer's transactions."""

    command = ListQuery
    sort = sort_field(TRANSACTIONS)


class RejectedSchema(AnswerSchema):
    """A row that was not taken."""

    index = fields.Integer()
    external_id = fields.String()
    field = fields.String()
    code = fields.String()


class RecordedSchema(AnswerSchema):
    """What became of a batch."""

    accepted = fields.Integer()
    created = fields.Integer()
    corrected = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.List(fields.Nested(RejectedSchema))


class TransactionSchema(AnswerSchema):
    """A transaction."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    source = fields.String()
    external_id = fields.String()
    customer_id = fields.UUID()
    kind = fields.String()
    occurred_on = fields.Date()
    quantity = fields.Integer()
    amount = Money()
    product = fields.String()
    void = fields.Boolean()
    created_at = fields.AwareDateTime()
