"""``/v1/audit/<service>/...``: the trail, the log of readings and the seals, the same for every service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from functools import partial
from typing import Any, ClassVar

from flask import Response, current_app
from marshmallow import fields
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from chassis.audit.checking import CheckSeals
from chassis.audit.queries import AuditFilter, Row, audit_page, seals_state
from chassis.audit.records import Records
from chassis.audit.tables import Reading
from chassis.context import Context
from chassis.db.models import new_id
from chassis.db.paging import Page
from chassis.db.trail import Change, record_change
from chassis.http.api import Api
from chassis.http.csv import csv_lines
from chassis.http.schema import AnswerSchema, PageQuerySchema, page_of
from chassis.jobs.coalesce import enqueue_unless_waiting

PERMISSION = "audit:read"
EXPORTED_AT_ONCE = 2000


class AuditQuerySchema(PageQuerySchema):
    """What is looked for."""

    command: ClassVar[Any] = AuditFilter
    person = fields.String(load_default="", metadata={"description": "id, name or address of whoever did it"})
    record = fields.String(load_default="", metadata={"description": "id or code of what it was done to"})
    kind = fields.String(load_default="", metadata={"description": "what it was done to: the name of the table"})
    since = fields.AwareDateTime(load_default=None, metadata={"description": "not earlier than"})
    until = fields.AwareDateTime(load_default=None, metadata={"description": "earlier than"})


class AuditedSchema(AnswerSchema):
    """Who, when, from where, what record. ``record_name`` is its code, as far as it has one."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    actor_id = fields.UUID()
    actor_name = fields.String()
    origin = fields.String()
    request_id = fields.String()
    kind = fields.String()
    record_id = fields.UUID()
    record_name = fields.String()


class AuditedChangeSchema(AuditedSchema):
    """A change. ``fields``: name -> [before, after], with what is personal masked; ``people``: the names of those whose
    ids stand there."""

    action = fields.String()
    fields_ = fields.Dict(attribute="fields", data_key="fields")
    people = fields.Dict()


class AuditedReadingSchema(AuditedSchema):
    """A reading of a record's detail; ``purpose`` is empty for the ordinary reading of a page."""

    purpose = fields.String()
    note = fields.String()


class SealCheckSchema(AnswerSchema):
    """A look at the whole chain. ``flaws``: what is not as it was sealed."""

    at = fields.AwareDateTime()
    ok = fields.Boolean()
    seals = fields.Integer()
    rows = fields.Integer()
    unsealed = fields.Integer()
    head = fields.String()
    flaws = fields.List(fields.String())


class SealsSchema(AnswerSchema):
    """The state of the chain. ``head``: its newest seal, to be kept elsewhere; ``unsealed``: rows that wait."""

    seals = fields.Integer()
    sealed_at = fields.AwareDateTime()
    head = fields.String()
    unsealed = fields.Integer()
    checked = fields.Nested(SealCheckSchema, allow_none=True)


class AskedCheckSchema(AnswerSchema):
    """The job that looks at the chain."""

    job_id = fields.UUID()


COLUMNS = ("at", "actor_name", "actor_id", "origin", "kind", "record_name", "record_id")
OF_CHANGES, OF_READINGS = (*COLUMNS, "action", "fields", "request_id"), (*COLUMNS, "purpose", "note", "request_id")


def audit_api(service: str, records: Records) -> Api:
    """The routes of a service whose records are ``records``."""
    api = Api("audit", description="Who changed and who read what, and whether the records still are what they were")
    returned = {"permission": PERMISSION, "query": AuditQuerySchema}

    @api.get(f"/audit/{service}/changes", returns=page_of(AuditedChangeSchema), **returned)
    def list_audited_changes(ctx: Context, query: AuditFilter) -> Page[Row]:
        """What was changed: who, when, from where, which field, from what to what."""
        return audit_page(ctx.session, Change, records, query)

    @api.get(f"/audit/{service}/readings", returns=page_of(AuditedReadingSchema), **returned)
    def list_audited_readings(ctx: Context, query: AuditFilter) -> Page[Row]:
        """What was read: who, when, which record, for which purpose."""
        return audit_page(ctx.session, Reading, records, query)

    @api.get(f"/audit/{service}/changes.csv", returns=None, files=("text/csv",), **returned)
    def export_changes(ctx: Context, query: AuditFilter) -> Response:
        """The changes that fit, as a CSV file; making it is on record."""
        return _export(ctx, service, "changes", Change, OF_CHANGES, records, query)

    @api.get(f"/audit/{service}/readings.csv", returns=None, files=("text/csv",), **returned)
    def export_readings(ctx: Context, query: AuditFilter) -> Response:
        """The readings that fit, as a CSV file; making it is on record."""
        return _export(ctx, service, "readings", Reading, OF_READINGS, records, query)

    @api.get(f"/audit/{service}/seals", permission=PERMISSION, returns=SealsSchema)
    def read_seals(ctx: Context) -> dict[str, Any]:
        """How far changes and readings are sealed, and what the last look at the seals found."""
        return seals_state(ctx.session)

    @api.post(f"/audit/{service}/checks", permission=PERMISSION, returns=AskedCheckSchema, status=202)
    def ask_for_check(ctx: Context) -> dict[str, Any]:
        """Have every seal and every row under it verified in the background."""
        return {"job_id": enqueue_unless_waiting(ctx, CheckSeals())}

    return api


def _export(
    ctx: Context,
    service: str,
    what: str,
    model: type[Change] | type[Reading],
    columns: tuple[str, ...],
    records: Records,
    query: AuditFilter,
) -> Response:
    """All that fits, as a file that says who took it and when; that it was taken is on record before it goes out."""
    asked = {name: str(value) for name, value in asdict(query).items() if value and name not in {"after", "limit"}}
    record_change(ctx, "audit", new_id(), "exported", {what: [None, asked]})
    engine: Engine = current_app.extensions["engine"]
    query = replace(query, after=None, limit=EXPORTED_AT_ONCE, until=query.until or ctx.now)
    head = [["exported_by", ctx.actor.name, "at", ctx.now.isoformat(timespec="seconds")], list(columns)]
    lines = csv_lines(head, partial(_rows_of, engine, model, columns, records, query))
    name = f"audit-{service}-{what}-{ctx.now.astimezone(ctx.zone):%Y%m%d-%H%M}.csv"
    return Response(
        lines,
        mimetype="text/csv",
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _rows_of(
    engine: Engine,
    model: type[Change] | type[Reading],
    columns: tuple[str, ...],
    records: Records,
    query: AuditFilter,
) -> Iterator[list[Any]]:
    """The rows of a file, some thousand a look: nobody's transaction stays open while somebody's line is slow."""
    while True:
        with Session(engine) as session:
            page = audit_page(session, model, records, query)
            yield from [[row[column] for column in columns] for row in page.items]
        if page.next is None:
            return
        query = replace(query, after=page.next)
