"""Transactions: the ERP's way in, and what a customer bought."""

from __future__ import annotations

from uuid import UUID

from chassis.context import Context
from chassis.db import ListQuery, Page
from chassis.http import Api, page_of
from contracts.permissions import Permission
from services.customer.api import transaction_schemas as schemas
from services.customer.store.models import Transaction
from services.customer.store.transactions import transaction_page
from services.customer.usecases import readings, transactions
from services.customer.usecases.transactions import Recorded, RecordTransactions

api = Api("transactions", description="Business as its senders report it")


@api.post(
    "/transactions",
    permission=Permission.TRANSACTION_WRITE,
    body=schemas.RecordTransactionsSchema,
    returns=schemas.RecordedSchema,
)
def record_transactions(ctx: Context, command: RecordTransactions) -> Recorded:
    """Take a batch of one sender's transactions: new ones and corrections of known ones. With a wrong row nothing is
    taken, unless the batch is ``partial``. Returns are kept below zero whatever sign they come with; pieces and amount
    of different signs are refused (``wrong_sign``), and so is a sale below zero."""
    return transactions.record_transactions(ctx, command)


@api.get(
    "/customers/<uuid:id>/transactions",
    permission=Permission.TRANSACTION_READ,
    query=schemas.TransactionQuerySchema,
    returns=page_of(schemas.TransactionSchema),
)
def list_transactions(ctx: Context, id: UUID, query: ListQuery) -> Page[Transaction]:
    """A customer's transactions, the latest first."""
    readings.view_part_of_customer(ctx, id, Permission.TRANSACTION_READ)
    return transaction_page(ctx.session, id, query)
