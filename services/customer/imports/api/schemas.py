"""Imports, coming in and going out."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from chassis.http import AnswerSchema, CommandSchema, length
from chassis.http.fields import AsTyped
from contracts.customer import ImportKind, OnFlaw, OnKnown
from contracts.files import TextEncoding
from services.customer.imports.usecases.imports import MapColumns, ReadAgain, StartImport, UploadFile

LONGEST_SHEET = 100
LAST_HEADING_ROW = 1_000


class UploadSchema(CommandSchema):
    """What the file holds, and the file itself; its encoding, and the sheet to be read, where that is not to be found
    out."""

    command = UploadFile
    kind = fields.Enum(ImportKind, by_value=True, required=True)
    encoding = fields.Enum(TextEncoding, by_value=True)
    sheet = AsTyped(validate=length(0, LONGEST_SHEET))
    file = fields.Raw(metadata={"type": "string", "format": "binary"})

    def make_command(self, data: dict[str, Any]) -> UploadFile:
        data.pop("file", None)
        return UploadFile(**data)


class ReadAgainSchema(CommandSchema):
    """How the file is to be read instead; what is not given is found out. ``heading_row``: the row in which the
    headings stand."""

    command = ReadAgain
    encoding = fields.Enum(TextEncoding, by_value=True)
    sheet = AsTyped(validate=length(0, LONGEST_SHEET))
    heading_row = fields.Integer(strict=True, validate=validate.Range(0, LAST_HEADING_ROW, error="out_of_range"))


class MapColumnsSchema(CommandSchema):
    """Heading -> field, null to leave a column out."""

    command = MapColumns
    mapping = fields.Dict(keys=AsTyped(), values=fields.String(allow_none=True))
    kind = fields.Enum(ImportKind, by_value=True)


class StartImportSchema(CommandSchema):
    """What a row's record is found by, how known records are met, and rows of which a value that may be missing is
    wrong."""

    command = StartImport
    key = fields.String(validate=length(0, 64))
    on_known = fields.Enum(OnKnown, by_value=True)
    on_flaw = fields.Enum(OnFlaw, by_value=True)
    source = fields.String(validate=length(1, 64))


class ImportRowSchema(AnswerSchema):
    """An import in a list. ``done`` of ``total`` is its progress; ``left_out``: how many wrong values were left out of
    rows that were stored; ``error`` says why a whole file was refused, and
    ``error_place`` at which row and column."""

    id = fields.UUID()
    version = fields.Integer()
    kind = fields.String()
    status = fields.String()
    filename = fields.String()
    size = fields.Integer()
    encoding = fields.String()
    key = fields.String()
    on_known = fields.String()
    on_flaw = fields.String()
    source = fields.String()
    total = fields.Integer()
    done = fields.Integer()
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    rejected = fields.Integer()
    left_out = fields.Integer()
    error = fields.String()
    error_place = fields.Dict()
    author_id = fields.UUID()
    author_name = fields.String()
    checked_by = fields.UUID(attribute="decided_by")
    checked_by_name = fields.String(attribute="decided_by_name")
    checked_at = fields.AwareDateTime(attribute="decided_at")
    returned_reason = fields.String()
    created_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime()


class ReadAsSchema(AnswerSchema):
    """How a file was read. ``format``: csv, xlsx, xls or ods; ``certain``: whether its encoding is beyond doubt;
    ``other_sheets``: those with rows that were not read; ``heading_row``: the row in which the headings begin."""

    format = fields.String()
    encoding = fields.String()
    certain = fields.Boolean()
    delimiter = fields.String()
    sheet = fields.String()
    other_sheets = fields.List(fields.String())
    heading_row = fields.Integer()


class FlawSchema(AnswerSchema):
    """What is wrong in a row: in which column (its heading), the code, the value as met. ``left_out``: where the row
    was stored without this value."""

    row = fields.Integer()
    column = fields.String()
    code = fields.String()
    value = fields.String()
    left_out = fields.Boolean()


class ColumnNoteSchema(AnswerSchema):
    """What there is to say of a column: its numbers are multiplied (``factor``), its unit or remark is not understood
    (``other_unit``), others mean the same field (``two_columns``), or Guanxi keeps or has added it itself
    (``own_column``). ``about``: the factor, the unit, the other columns."""

    heading = fields.String()
    code = fields.String()
    about = fields.String()


class PreviewRowSchema(AnswerSchema):
    """One of the first rows: ``values`` in the order of the headings, and what is wrong with it as things stand."""

    row = fields.Integer()
    values = fields.List(fields.String())
    errors = fields.List(fields.Nested(FlawSchema))


class ImportSchema(ImportRowSchema):
    """An import with what its columns mean and its first rows. ``read_as``: how its file was read, its ``sheet`` once
    more; ``fields``: what a column can be mapped to; ``required``: what some column must be mapped to; ``keys``: what a
    row's record can be found by, as its columns are mapped, the usual one first; ``notes``: what there is to say of
    columns; ``actions``: what the one who asks may do with it now."""

    read_as = fields.Nested(ReadAsSchema)
    sheet = fields.String()
    headings = fields.List(fields.String())
    mapping = fields.Dict()
    available = fields.List(fields.String(), data_key="fields")
    required = fields.List(fields.String())
    keys = fields.List(fields.String())
    notes = fields.List(fields.Nested(ColumnNoteSchema))
    preview = fields.List(fields.Nested(PreviewRowSchema))
    rows_total = fields.Integer()
    actions = fields.List(fields.String())
