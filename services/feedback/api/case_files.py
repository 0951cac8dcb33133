"""Cases from a file: the good rows count, and of each wrong one it is said what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request
from marshmallow import fields

from chassis.context import Context
from chassis.errors import Invalid
from chassis.http import AnswerSchema, Api, CommandSchema, length
from contracts.permissions import Permission
from services.feedback.api.schemas import CaseRowSchema, Rows
from services.feedback.domain.case_files import CaseLine, CaseLines, read_cases
from services.feedback.usecases.batches import MOST, CreateCases, create_cases

api = Api("case files", description="Feedback and complaints from a file")
ROWS = Rows(fields.Nested(CaseRowSchema))
SHOWN = 200


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """Whose file it is: the same rows of one source are the same cases."""

    source: str = "file"


@dataclass(frozen=True, kw_only=True)
class RejectedLine:
    """A row that was not taken; ``value`` as it was met, of a long one the beginning."""

    row: int
    column: str
    code: str
    value: str


@dataclass(kw_only=True)
class FiledFile:
    """What became of a file."""

    total: int = 0
    created: int = 0
    unchanged: int = 0
    rejected: list[RejectedLine] = field(default_factory=list)


class CaseFileSchema(CommandSchema):
    """A CSV file of cases: the columns time, customer's code, channel, kind and content, in Chinese or English."""

    command = CaseFile
    source = fields.String(validate=length(1, 64))
    file = fields.Raw(metadata={"type": "string", "format": "binary"})


class RejectedLineSchema(AnswerSchema):
    """A row that was not taken."""

    row = fields.Integer()
    column = fields.String()
    code = fields.String()
    value = fields.String()


class FiledFileSchema(AnswerSchema):
    """What became of a file. ``rejected``: every row that was not taken."""

    total = fields.Integer()
    created = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.List(fields.Nested(RejectedLineSchema))


@api.post("/cases/file", permission=Permission.CASE_WRITE, body=CaseFileSchema, returns=FiledFileSchema, form=True)
def import_case_file(ctx: Context, command: CaseFile) -> FiledFile:
    """Take the good rows of a file as cases, and say of each other row what is wrong. Raises Invalid."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(file="required")
    found = read_cases(file.stream.read(), ctx.zone)
    result = FiledFile(total=len(found.lines))
    for start in range(0, len(found.lines), MOST):
        _file(ctx, command.source, found, found.lines[start : start + MOST], result)
    return result


def _file(ctx: Context, source: str, found: CaseLines, lines: Sequence[CaseLine], result: FiledFile) -> None:
    cases: Any = ROWS.deserialize([line.case for line in lines])
    filed = create_cases(ctx, CreateCases(source=source, cases=cases))
    result.created += filed.created
    result.unchanged += filed.unchanged
    for rejected in filed.rejected:
        line = lines[rejected.index]
        value = line.case.get(rejected.field, "")
        heading = found.headings.get(rejected.field, rejected.field)
        result.rejected.append(RejectedLine(row=line.number, column=heading, code=rejected.code, value=value[:SHOWN]))
