"""What the customer service does in the background: imports, step by step, exports, and a look at who reads what."""

from __future__ import annotations

from chassis.context import Context
from chassis.jobs import Jobs, Outcome
from chassis.jobs.registry import State
from services.customer.imports.api.rows import check_rows
from services.customer.imports.usecases import checking as import_checking
from services.customer.imports.usecases import reading as import_reading
from services.customer.imports.usecases import storing as import_storing
from services.customer.imports.usecases import taking_back as import_taking_back
from services.customer.imports.usecases.imports import CheckImport, ReadImport, StoreImport, TakeBackImport
from services.customer.merging.usecases import pairs
from services.customer.merging.usecases.pairs import FindLikelyPairs
from services.customer.usecases import export_writing, lists, unusual
from services.customer.usecases.exports import WriteExport
from services.customer.usecases.lists import PlaceCustomers
from services.customer.usecases.unusual import NoticeUnusualReading

jobs = Jobs("customer")


@jobs.on(ReadImport)
def read_import(ctx: Context, job: ReadImport, state: State) -> Outcome:
    """Read the next part of an uploaded file."""
    return import_reading.read_step(ctx, job.import_id, state)


@jobs.on(StoreImport)
def store_import(ctx: Context, job: StoreImport, state: State) -> Outcome:
    """Store the next rows of an import."""
    return import_storing.store_step(ctx, job, state, check_rows)


@jobs.on(CheckImport)
def check_import(ctx: Context, job: CheckImport, state: State) -> Outcome:
    """Put the next customers of an approved import into force."""
    return import_checking.check_step(ctx, job.import_id, state)


@jobs.on(TakeBackImport)
def take_back_import(ctx: Context, job: TakeBackImport, state: State) -> Outcome:
    """Take the next rows of an import back."""
    return import_taking_back.take_back_step(ctx, job.import_id, state)


@jobs.on(WriteExport)
def write_export(ctx: Context, job: WriteExport, state: State) -> Outcome:
    """Write the file of an export."""
    export_writing.write_export(ctx, job.export_id)
    return None


@jobs.on(PlaceCustomers)
def place_customers(ctx: Context, job: PlaceCustomers, state: State) -> Outcome:
    """Put the next customers where a list says now."""
    return lists.place_step(ctx, job, state)


@jobs.on(NoticeUnusualReading)
def notice_unusual_reading(ctx: Context, job: NoticeUnusualReading, _: State) -> None:
    """Look for unusual reading of a day, and tell of it."""
    unusual.notice_unusual_reading(ctx, job.day)


@jobs.on(FindLikelyPairs)
def find_likely_pairs(ctx: Context, job: FindLikelyPairs, state: State) -> Outcome:
    """Look at the next customers for those that are there twice."""
    return pairs.find_step(ctx, state)
