"""Imports: upload a file, say what its columns mean, start, approve, return, take back."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import asdict, dataclass
from typing import IO, Any
from uuid import UUID

from chassis.approval import decide
from chassis.context import Context
from chassis.db import expect_version, new_id
from chassis.errors import Invalid, SamePerson
from chassis.jobs import job
from chassis.jobs.queue import progress_of, retry_job
from chassis.tables.problems import Choice
from contracts.activity import NoticeKind, notify
from contracts.customer import ImportKey, ImportKind, ImportStatus, OnFlaw, OnKnown
from contracts.permissions import Permission
from services.customer.imports.domain.headings import fields_of, guess_mapping, settle_kind
from services.customer.imports.domain.keys import KEYS_OF, default_key, missing_fields
from services.customer.imports.domain.problems import LARGEST_UPLOAD
from services.customer.imports.domain.workflow import IMPORT, needs_check
from services.customer.imports.store import queries, records, workbench
from services.customer.imports.store.models import ImportBatch
from services.customer.imports.store.stored_file import PIECE, store_file
from services.customer.store.transactions import is_reported
from services.customer.usecases.reasons import Reason

LONGEST_NAME = 200
OF_A_SENDER = (
    *(Permission.CUSTOMER_READ, Permission.CUSTOMER_SERVE, Permission.CUSTOMER_WRITE),
    Permission.TRANSACTION_WRITE,
)
"""What decides how far a file reaches: as far as its sender does by hand."""

FILES = "file"
"""The source that transactions of a file have unless another is said: the same file again finds them by it."""


@dataclass(frozen=True, kw_only=True)
class UploadFile:
    """What a file is said to hold; its encoding and the sheet of a workbook, where that is not to be found out."""

    kind: ImportKind
    encoding: str = ""
    sheet: str = ""


@dataclass(frozen=True, kw_only=True)
class ReadAgain:
    """How a file is to be read instead; what is empty is found out. ``heading_row``: 0, too."""

    encoding: str = ""
    sheet: str = ""
    heading_row: int = 0


@dataclass(frozen=True, kw_only=True)
class MapColumns:
    """Heading -> field, None to leave a column out; headings that are not named are left out, too. ``kind`` when it
    was guessed wrong: without a mapping, the mapping is guessed anew for it."""

    mapping: dict[str, str | None] | None = None
    kind: ImportKind | None = None


@dataclass(frozen=True, kw_only=True)
class StartImport:
    """How known records are met, and rows of which one value that may be missing is wrong. ``key``: what a row's record
    is found by, '' for the usual one; ``source``: whose ids the transactions of the file carry."""

    key: str = ""
    on_known: OnKnown = OnKnown.SKIP
    on_flaw: OnFlaw = OnFlaw.REFUSE
    source: str = FILES


@job("customer.read_import.v1")
class ReadImport:
    """Read an uploaded file."""

    import_id: UUID


@job("customer.store_import.v1")
class StoreImport:
    """Check and store the rows of a file, beyond row ``after``, up to ``until`` when one is named."""

    import_id: UUID
    after: int = 0
    until: int | None = None


@job("customer.check_import.v1")
class CheckImport:
    """Make the customers of an approved import active."""

    import_id: UUID


@job("customer.take_back_import.v1")
class TakeBackImport:
    """Disable what an import has added."""

    import_id: UUID


def upload_file(ctx: Context, command: UploadFile, name: str, file: IO[bytes]) -> ImportBatch:
    """Keep a file and have it read. Raises Invalid."""
    digest, size = hashlib.sha256(), 0
    while data := file.read(PIECE):
        digest.update(data)
        size += len(data)
    if size > LARGEST_UPLOAD:
        raise Invalid(file="too_large")
    file.seek(0)
    batch = ImportBatch(
        id=new_id(),
        kind=command.kind,
        status=ImportStatus.READING,
        filename=name[-LONGEST_NAME:],
        size=size,
        digest=digest.hexdigest(),
        wanted=_wanted(command.kind, Choice(encoding=command.encoding, sheet=command.sheet)),
        author_id=ctx.actor.id,
        author_name=ctx.actor.name,
        department_id=ctx.actor.department_id,
    )
    ctx.session.add(batch)
    ctx.session.flush()
    store_file(ctx.session, batch.id, file)
    _read(ctx, batch)
    return batch


def _wanted(kind: str, choice: Choice, again: int = 0) -> dict[str, Any]:
    return {"kind": kind, "again": again, **asdict(choice)}


def _read(ctx: Context, batch: ImportBatch) -> None:
    ctx.enqueue(ReadImport(import_id=batch.id), unique=f"import:{batch.id}:{queries.reading_of(batch)}")


def read_import_again(ctx: Context, id: UUID, command: ReadAgain, version: int | None) -> ImportBatch:
    """Have a file read in another way, before anything of it is stored. What its columns mean is found out anew."""
    batch = _act(ctx, id, "read-again", version)
    workbench.clear_rows(ctx.session, batch.id)
    choice, before = Choice(**asdict(command)), batch.wanted
    batch.wanted = _wanted(before.get("kind", batch.kind), choice, before.get("again", 0) + 1)
    batch.kind = ImportKind(batch.wanted["kind"])
    batch.read_as, batch.headings, batch.mapping, batch.encoding = {}, [], {}, ""
    batch.total = 0
    _read(ctx, batch)
    ctx.session.flush()
    return batch


def map_columns(ctx: Context, id: UUID, command: MapColumns, version: int | None) -> ImportBatch:
    """Say what the columns mean. Raises Invalid; of several columns that mean one field each is named."""
    batch = _act(ctx, id, "mapping", version)
    if command.kind:
        batch.kind = settle_kind(command.kind, batch.headings)
    kind = batch.kind
    if command.mapping is not None:
        batch.mapping = _checked_mapping(kind, batch.headings, command.mapping)
    elif command.kind:
        batch.mapping = dict(guess_mapping(kind, batch.headings))
    ctx.session.flush()
    return batch


def _checked_mapping(kind: ImportKind, headings: list[str], wanted: dict[str, str | None]) -> dict[str, str | None]:
    if any(heading not in headings for heading in wanted):
        raise Invalid(mapping="unknown_heading")
    fields = Counter(name for name in wanted.values() if name)
    if any(name not in fields_of(kind) for name in fields):
        raise Invalid(mapping="unknown_choice")
    if twice := [heading for heading, name in wanted.items() if name and fields[name] > 1]:
        raise Invalid(**dict.fromkeys(twice, "field_twice"))
    return {heading: wanted.get(heading) or None for heading in headings}


def start_import(ctx: Context, id: UUID, command: StartImport, version: int | None) -> ImportBatch:
    """Have the rows checked and stored, as far as the sender's own rights reach. Raises Invalid, also for a source
    whose transactions a program reports."""
    batch = _act(ctx, id, "start", version)
    kind = batch.kind
    if command.key and command.key not in KEYS_OF[kind]:
        raise Invalid(key="unknown_choice")
    key = ImportKey(command.key) if command.key else default_key(kind, batch.mapping)
    if missing := missing_fields(kind, key, batch.mapping):
        raise Invalid(**dict.fromkeys(missing, "not_mapped"))
    batch.key, batch.on_known, batch.on_flaw = key.value, command.on_known.value, command.on_flaw.value
    batch.source = command.source if kind is ImportKind.TRANSACTIONS else ""
    if batch.source and not ctx.actor.may(Permission.TRANSACTION_WRITE) and is_reported(ctx.session, batch.source):
        raise Invalid(source="reported_by_program")
    batch.rights = {name.value: scope.value for name in OF_A_SENDER if (scope := ctx.actor.scope(name))}
    batch.waits = needs_check(kind, batch.total, records.policy(ctx.session).rows_unasked)
    workbench.clear_file(ctx.session, batch.id)
    ctx.enqueue(StoreImport(import_id=batch.id), unique=f"import:{batch.id}:store")
    ctx.session.flush()
    return batch


def approve_import(ctx: Context, id: UUID, version: int | None) -> ImportBatch:
    """Somebody who has written none of it found the batch right: its customers become active, its transactions are
    stored. Raises WrongStatus, SamePerson."""
    batch = _decide(ctx, id, "approve", version)
    if queries.has_written_rows(ctx.session, ctx.actor, batch.id):
        raise SamePerson()
    batch.done = 0
    work = StoreImport if batch.kind is ImportKind.TRANSACTIONS else CheckImport
    ctx.enqueue(work(import_id=batch.id), unique=f"import:{batch.id}:check")
    ctx.session.flush()
    return batch


def return_import(ctx: Context, id: UUID, command: Reason, version: int | None) -> ImportBatch:
    """Somebody other than the author found the batch wrong: it is taken back as a whole, and the author reads why.
    Raises WrongStatus, SamePerson."""
    batch = _decide(ctx, id, "return", version)
    batch.returned_reason = command.reason
    return _take_back(ctx, batch)


def take_back_import(ctx: Context, id: UUID, version: int | None) -> ImportBatch:
    """Have everything disabled that the import has added, as far as nobody has changed it since. Raises WrongStatus."""
    return _take_back(ctx, _act(ctx, id, "take-back", version))


def _take_back(ctx: Context, batch: ImportBatch) -> ImportBatch:
    batch.done = 0
    workbench.clear_file(ctx.session, batch.id)
    key = f"import:{batch.id}:take-back"
    before = progress_of(ctx.session, key)
    if before and before.status == "failed":
        retry_job(ctx, before.id)
    else:
        ctx.enqueue(TakeBackImport(import_id=batch.id), unique=key)
    ctx.session.flush()
    return batch


def _act(ctx: Context, id: UUID, action: str, version: int | None) -> ImportBatch:
    """An import in the state after an action; the rules refuse what is not allowed."""
    batch = _held(ctx, id, action)
    expect_version(batch, version)
    batch.status = IMPORT.after(action, batch, ctx.actor, status=queries.effective_status(ctx.session, batch))
    return batch


def _decide(ctx: Context, id: UUID, action: str, version: int | None) -> ImportBatch:
    batch = _held(ctx, id, action)
    decide(ctx, batch, IMPORT, action, version, status=queries.effective_status(ctx.session, batch))
    notify(ctx, NoticeKind.IMPORT_DECIDED, "import", batch.id, to=[batch.author_id], once=action)
    return batch


def _held(ctx: Context, id: UUID, action: str) -> ImportBatch:
    """An import that the permission for an action reaches, held for update."""
    return queries.import_of(ctx.session, ctx.actor, id, str(IMPORT.steps[action].permission), lock=True)
