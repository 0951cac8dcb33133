"""Cases from a file: the good rows count once somebody else has looked, and of each wrong one it is said what is
wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from flask import Response, request
from marshmallow import ValidationError, fields, validate

from chassis.audit import log_partial_view
from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.errors import Invalid
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, length, one_of, page_of
from chassis.http.csv import csv_lines
from chassis.tables.problems import Choice
from contracts.files import TextEncoding
from contracts.permissions import Permission
from services.feedback.api.schemas import CaseRowSchema, Rows
from services.feedback.files.domain.reading import GIVEN_OUT, MOST_ROWS, read_cases, row_given_out
from services.feedback.files.domain.workflow import CASE_FILE, MOST_RETURNED
from services.feedback.files.store import queries as store
from services.feedback.files.store.models import CaseFile, CaseFilePolicy
from services.feedback.files.usecases import case_files
from services.feedback.files.usecases.case_files import FiledFile, Reason, ReturnRows, SetFileLimit

api = Api("case files", description="Feedback and complaints from a file")
WRITE, LEAD = Permission.CASE_WRITE, Permission.CASE_LEAD
ROWS = Rows(fields.Nested(CaseRowSchema))
AT_THE_ENDS, BETWEEN = 5, 10
"""How many rows of a file are shown: from its beginning and from its end, and at random of the others."""


def check_cases(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Rows of a file as cases, by the schema that checks the API's bodies; a wrong one as Rejected."""
    return ROWS.deserialize(list(rows))


@dataclass(frozen=True, kw_only=True)
class SentFile:
    """Whose file it is: the same rows of one source are the same cases. Its encoding and the sheet of a workbook, where
    that is not to be found out."""

    source: str = "file"
    encoding: str = ""
    sheet: str = ""


class CaseFileSchema(CommandSchema):
    """A file of cases, CSV or a spreadsheet: the columns time, customer's code, channel, kind and content, in Chinese
    or English."""

    command = SentFile
    source = fields.String(validate=length(1, 64))
    encoding = fields.String(validate=one_of(["", *TextEncoding]))
    sheet = fields.String(validate=length(0, 100))
    file = fields.Raw(metadata={"type": "string", "format": "binary"})


class RejectedLineSchema(AnswerSchema):
    """A row that was not taken."""

    row = fields.Integer()
    column = fields.String()
    code = fields.String()
    value = fields.String()


class CaseFileReadSchema(AnswerSchema):
    """How a file was read. ``certain``: whether its encoding is beyond doubt; ``other_sheets``: those with rows that
    were not read; ``heading_row``: the row in which the headings begin."""

    format = fields.String()
    encoding = fields.String()
    certain = fields.Boolean()
    delimiter = fields.String()
    sheet = fields.String()
    other_sheets = fields.List(fields.String())
    heading_row = fields.Integer()


class FiledFileSchema(AnswerSchema):
    """What became of a file. ``rejected``: every row that was not taken. ``waiting``: the id under which it waits for
    somebody else's check, null where it does not; while it waits ``created`` says how many would be new."""

    total = fields.Integer()
    created = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.List(fields.Nested(RejectedLineSchema))
    waiting = fields.UUID()
    read_as = fields.Nested(CaseFileReadSchema)


class FileRowSchema(AnswerSchema):
    """A file in a list. ``created``: how many of its rows are new, or would be."""

    id = fields.UUID()
    version = fields.Integer()
    status = fields.String()
    filename = fields.String()
    source = fields.String()
    total = fields.Integer()
    created = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.Integer()
    author_id = fields.UUID()
    author_name = fields.String()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    reason = fields.String()
    created_at = fields.AwareDateTime()


class SeenCaseSchema(AnswerSchema):
    """A row of a file: what it says, what is wrong with it, and whether who asks may give it back."""

    row = fields.Integer(attribute="number")
    received_at = fields.String()
    customer_code = fields.String()
    channel = fields.String()
    kind = fields.String()
    content = fields.String()
    code = fields.String()
    column = fields.String()
    value = fields.String()
    returnable = fields.Boolean()


class CaseFigureSchema(AnswerSchema):
    """One month and kind: the rows of the file, and the cases in the books."""

    month = fields.String()
    kind = fields.String()
    rows = fields.Integer()
    books_rows = fields.Integer()


class CaseProblemSchema(AnswerSchema):
    """How many rows have one thing wrong in one column."""

    code = fields.String()
    column = fields.String()
    rows = fields.Integer()


class CheckedFileSchema(FileRowSchema):
    """A file for its check: rows from its ends and some at random, totals by month and kind, problems by kind.
    ``actions``: what the one who asks may do with it now."""

    rows = fields.List(fields.Nested(SeenCaseSchema))
    figures = fields.List(fields.Nested(CaseFigureSchema))
    problems = fields.List(fields.Nested(CaseProblemSchema))
    actions = fields.List(fields.String())


class FileReasonSchema(CommandSchema):
    """What does not agree."""

    command = Reason
    reason = fields.String(required=True, validate=length(1, 500, lines=True))


class ReturnCaseRowsSchema(CommandSchema):
    """Rows by their numbers in the file, and what is wrong with them."""

    command = ReturnRows
    rows = fields.List(fields.Integer(strict=True), required=True)
    reason = fields.String(required=True, validate=length(1, 500, lines=True))

    def make_command(self, data: dict[str, Any]) -> ReturnRows:
        if not 1 <= len(data["rows"]) <= MOST_RETURNED:
            raise ValidationError({"rows": ["choose_rows" if not data["rows"] else "out_of_range"]})
        return ReturnRows(**data)


class CaseFileLimitSchema(CommandSchema):
    """How many cases of a file are filed without a check."""

    command = SetFileLimit
    rows_unasked = fields.Integer(required=True, validate=validate.Range(0, MOST_ROWS, error="out_of_range"))


class CaseFilePolicySchema(AnswerSchema):
    """How many cases of a file are filed without a check."""

    version = fields.Integer()
    rows_unasked = fields.Integer()


class FilesToCheckSchema(AnswerSchema):
    """How many files wait for one's check."""

    waiting = fields.Integer()


def present(ctx: Context, kept: CaseFile) -> Presented:
    """A file with what is looked at for its check."""
    ctx.session.flush()
    numbers = store.numbers_of(ctx.session, kept.id)
    head, tail = numbers[:AT_THE_ENDS], numbers[AT_THE_ENDS:][-AT_THE_ENDS:]
    between = numbers[AT_THE_ENDS:-AT_THE_ENDS]
    chosen = Random(kept.id.int).sample(between, min(BETWEEN, len(between)))  # noqa: S311 - the same at every look
    file = store.totals_of_file(ctx.session, kept.id, ctx.zone)
    books = store.totals_of_books(ctx.session, {month for month, _, _ in file}, ctx.zone)
    return Presented(
        kept,
        {
            "rows": present_rows(ctx, kept, store.rows_numbered(ctx.session, kept.id, {*head, *chosen, *tail})),
            "figures": [
                {"month": month, "kind": kind, "rows": rows, "books_rows": books.get((month, kind), 0)}
                for month, kind, rows in file
            ],
            "problems": [
                {"code": code, "column": column, "rows": rows}
                for code, column, rows in store.problems_by_kind(ctx.session, kept.id)
            ],
            "actions": CASE_FILE.actions(kept, ctx.actor),
        },
    )


def present_rows(ctx: Context, kept: CaseFile, rows: Sequence[Any]) -> list[Presented]:
    """Rows of a file, each with what it says."""
    returnable = "return-rows" in CASE_FILE.actions(kept, ctx.actor)
    return [Presented(row, {**row.case, "returnable": returnable and not row.code}) for row in rows]


def _looked_at(ctx: Context, id: UUID) -> CaseFile:
    kept = store.file_of(ctx.session, ctx.actor, id)
    log_partial_view(ctx, CaseFile.__tablename__, kept.id)
    return kept


@api.post("/cases/file", permission=WRITE, body=CaseFileSchema, returns=FiledFileSchema, form=True)
def import_case_file(ctx: Context, command: SentFile) -> FiledFile:
    """Take a file: beyond the limit its good rows wait for somebody else's check, and of each other row it is said
    what is wrong. Raises Invalid."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(file="required")
    found = read_cases(file.stream.read(), ctx.zone, Choice(encoding=command.encoding, sheet=command.sheet))
    return case_files.take_file(ctx, command.source, file.filename, found, check_cases)


@api.get("/case-files", permission=WRITE, query=PageQuerySchema, returns=page_of(FileRowSchema))
def list_case_files(ctx: Context, query: PageQuery) -> Page[CaseFile]:
    """The files that one has sent, or may check, the newest first."""
    return store.file_page(ctx.session, ctx.actor, query)


@api.get("/case-files/count", permission=LEAD, returns=FilesToCheckSchema)
def count_case_files(ctx: Context) -> dict[str, int]:
    """How many files wait for one's check."""
    return {"waiting": store.count_to_check(ctx.session, ctx.actor)}


@api.get("/case-files/policy", permission=LEAD, returns=CaseFilePolicySchema)
def read_case_file_policy(ctx: Context) -> CaseFilePolicy:
    """How many cases of a file are filed without a check."""
    return store.policy(ctx.session)


@api.patch(
    "/case-files/policy", permission=LEAD, body=CaseFileLimitSchema, returns=CaseFilePolicySchema, versioned=True
)
def set_case_file_limit(ctx: Context, command: SetFileLimit, version: int) -> CaseFilePolicy:
    """Change how many cases of a file are filed without a check."""
    return case_files.set_file_limit(ctx, command, version)


@api.get("/case-files/<uuid:id>", permission=WRITE, returns=CheckedFileSchema)
def read_case_file(ctx: Context, id: UUID) -> Presented:
    """A file with what is looked at for its check; that it was seen is on record."""
    return present(ctx, _looked_at(ctx, id))


@api.get("/case-files/<uuid:id>/rows", permission=WRITE, query=PageQuerySchema, returns=page_of(SeenCaseSchema))
def list_case_file_rows(ctx: Context, id: UUID, query: PageQuery) -> Page[Any]:
    """The rows of a file that are kept: all while it waits, those with a flaw afterwards."""
    kept = _looked_at(ctx, id)
    page = store.rows_page(ctx.session, kept.id, query)
    return Page(present_rows(ctx, kept, page.items), page.next)


@api.get("/case-files/<uuid:id>/errors.csv", permission=WRITE, returns=None, files=("text/csv",))
def download_case_file_errors(ctx: Context, id: UUID) -> Response:
    """The rows of a file that were refused, with what is wrong with them, to be corrected and sent again."""
    kept = _looked_at(ctx, id)
    rows = [
        row_given_out(row.case, row.number, row.column, row.code, row.value)
        for row in store.refused_rows(ctx.session, kept.id)
    ]
    answer = Response("".join(csv_lines([GIVEN_OUT], lambda: rows)), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="cases-{kept.id}-errors.csv"'
    return answer


@api.post("/case-files/<uuid:id>/approve", permission=LEAD, returns=CheckedFileSchema, versioned=True)
def approve_case_file(ctx: Context, id: UUID, version: int) -> Presented:
    """The file is right: its good rows become cases, filed by its author. Raises WrongStatus, SamePerson."""
    return present(ctx, case_files.approve_file(ctx, id, version, check_cases))


@api.post(
    "/case-files/<uuid:id>/return", permission=LEAD, body=FileReasonSchema, returns=CheckedFileSchema, versioned=True
)
def return_case_file(ctx: Context, id: UUID, command: Reason, version: int) -> Presented:
    """The file is wrong: none of it becomes a case, and its author reads why. Raises WrongStatus, SamePerson."""
    return present(ctx, case_files.return_file(ctx, id, command, version))


@api.post(
    "/case-files/<uuid:id>/return-rows",
    permission=LEAD,
    body=ReturnCaseRowsSchema,
    returns=CheckedFileSchema,
    versioned=True,
)
def return_case_rows(ctx: Context, id: UUID, command: ReturnRows, version: int) -> Presented:
    """Give some rows back to the author with a reason; the others can be approved. Raises WrongStatus, SamePerson, and
    Invalid for a row that waits for no check."""
    return present(ctx, case_files.return_rows(ctx, id, command, version))
