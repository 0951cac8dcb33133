"""What is seen of an import for its check, what is given back of it, and how large a file may be without one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import ValidationError, fields, validate

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import SIGNED_IN, AnswerSchema, Api, CommandSchema, Money, PageQuerySchema, Presented, length, page_of
from contracts.permissions import Permission
from services.customer.imports.api import schemas
from services.customer.imports.api.imports import present, readable
from services.customer.imports.api.rows import check_rows
from services.customer.imports.domain.problems import MOST_ROWS
from services.customer.imports.domain.workflow import MOST_RETURNED
from services.customer.imports.store import records, workbench
from services.customer.imports.store.models import ImportPolicy
from services.customer.imports.usecases import policy as policies
from services.customer.imports.usecases import returning, sampling
from services.customer.imports.usecases.flaws import view_part_of_import
from services.customer.imports.usecases.policy import SetFileLimit
from services.customer.imports.usecases.returning import ReturnRows
from services.customer.imports.usecases.sampling import Sample

api = Api("import checks", description="What somebody sees of a file who checks it")


class SeenChangeSchema(AnswerSchema):
    """What a row changes in a record that is known: a field, before and after."""

    field = fields.String()
    before = fields.String()
    after = fields.String()


class SeenRowSchema(schemas.PreviewRowSchema):
    """A row of the file: ``values`` in the order of the headings, what is wrong with it, what it changes, and whether
    who asks may give it back."""

    changes = fields.List(fields.Nested(SeenChangeSchema))
    returnable = fields.Boolean()


class FigureSchema(AnswerSchema):
    """One month and kind of transactions: what the file holds, and what was in the books when it was looked through.
    Amounts in yuan; void transactions count in neither."""

    month = fields.String()
    kind = fields.String()
    rows = fields.Integer()
    quantity = fields.Integer()
    amount = Money()
    books_rows = fields.Integer()
    books_quantity = fields.Integer()
    books_amount = Money()


class ProblemSchema(AnswerSchema):
    """How many rows have one thing wrong in one column."""

    code = fields.String()
    column = fields.String()
    rows = fields.Integer()


class SampleSchema(AnswerSchema):
    """The first rows of a file, some at random and the last ones; totals by month and kind; problems by kind."""

    headings = fields.List(fields.String())
    rows = fields.List(fields.Nested(SeenRowSchema))
    figures = fields.List(fields.Nested(FigureSchema))
    problems = fields.List(fields.Nested(ProblemSchema))


class ReturnRowsSchema(CommandSchema):
    """Rows by their numbers in the file, and what is wrong with them."""

    command = ReturnRows
    rows = fields.List(fields.Integer(strict=True), required=True)
    reason = fields.String(required=True, validate=length(1, 500, lines=True))

    def make_command(self, data: dict[str, Any]) -> ReturnRows:
        if not 1 <= len(data["rows"]) <= MOST_RETURNED:
            raise ValidationError({"rows": ["choose_rows" if not data["rows"] else "out_of_range"]})
        return ReturnRows(**data)


class FileLimitSchema(CommandSchema):
    """How many transactions of a file are stored without a check."""

    command = SetFileLimit
    rows_unasked = fields.Integer(required=True, validate=validate.Range(0, MOST_ROWS, error="out_of_range"))


class ImportPolicySchema(AnswerSchema):
    """How many transactions of a file are stored without a check. ``actions``: what the one who asks may do."""

    version = fields.Integer()
    rows_unasked = fields.Integer()
    actions = fields.List(fields.String())


@api.get("/imports/<uuid:id>/sample", permission=SIGNED_IN, open_to_tokens=True, returns=SampleSchema)
def read_import_sample(ctx: Context, id: UUID) -> Presented:
    """What is shown of a file for its check; that it was seen is on record. Rows are plain for the check, and to who
    has sent them."""
    batch = readable(ctx, id)
    sample: Sample = sampling.sample_import(ctx, batch, check_rows)
    return Presented(sample, {"headings": batch.headings})


@api.get(
    "/imports/<uuid:id>/rows",
    permission=SIGNED_IN,
    open_to_tokens=True,
    query=PageQuerySchema,
    returns=page_of(SeenRowSchema),
)
def list_import_rows(ctx: Context, id: UUID, query: PageQuery) -> Page[Any]:
    """Every row of a file that is not decided on yet, in the order of the file."""
    batch = readable(ctx, id)
    view_part_of_import(ctx, batch)
    page = workbench.rows_page(ctx.session, batch.id, query)
    rows = [(row.number, row.cells) for row in page.items]
    return Page(sampling.see_rows(ctx, batch, rows, check_rows), page.next)


@api.post(
    "/imports/<uuid:id>/return-rows",
    permission=Permission.IMPORT_VERIFY,
    body=ReturnRowsSchema,
    returns=schemas.ImportSchema,
    versioned=True,
)
def return_import_rows(ctx: Context, id: UUID, command: ReturnRows, version: int) -> Presented:
    """Give some rows back to the author with a reason; the others can be approved. Raises WrongStatus, SamePerson, and
    Invalid for a row that waits for no check."""
    return present(ctx, returning.return_rows(ctx, id, command, version, check_rows))


@api.get("/imports/policy", permission=Permission.EXPORT_APPROVE, returns=ImportPolicySchema)
def read_import_policy(ctx: Context) -> Presented:
    """How many transactions of a file are stored without a check."""
    return present_policy(ctx, records.policy(ctx.session))


@api.patch(
    "/imports/policy",
    permission=Permission.EXPORT_APPROVE,
    body=FileLimitSchema,
    returns=ImportPolicySchema,
    versioned=True,
)
def set_import_limit(ctx: Context, command: SetFileLimit, version: int) -> Presented:
    """Change how many transactions of a file need no check; for those who agree to exports of the whole house."""
    return present_policy(ctx, policies.set_file_limit(ctx, command, version))


def present_policy(ctx: Context, policy: ImportPolicy) -> Presented:
    """The policy, with what the actor may do."""
    return Presented(policy, {"actions": policies.policy_actions(ctx)})
