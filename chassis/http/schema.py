"""Schemas: what comes in is checked here and nowhere else; every message is a code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, ClassVar
from uuid import UUID

from marshmallow import RAISE, Schema, ValidationError, fields, missing, post_load, pre_load, validate
from sqlalchemy import Row

from chassis.db.listing import Listing
from chassis.db.paging import PageQuery
from chassis.http.fields import AsTyped
from chassis.texts import LineEnds, NoText, clean, half_width, visible

MESSAGES: dict[type[fields.Field[Any]], dict[str, str]] = {
    fields.Field: {"required": "required", "null": "required", "validator_failed": "invalid"},
    fields.String: {"invalid": "not_a_text", "invalid_utf8": "not_a_text"},
    fields.UUID: {"invalid_uuid": "not_an_id"},
    fields.Number: {"invalid": "not_a_number", "too_large": "out_of_range"},
    fields.Integer: {"invalid": "not_a_whole_number"},
    fields.Decimal: {"special": "not_a_number"},
    fields.Boolean: {"invalid": "not_true_or_false"},
    fields.DateTime: {"invalid": "not_a_time", "invalid_awareness": "not_a_time", "format": "not_a_time"},
    fields.AwareDateTime: {"invalid": "not_a_time", "invalid_awareness": "time_without_zone"},
    fields.Date: {"invalid": "not_a_date", "format": "not_a_date"},
    fields.Enum: {"unknown": "unknown_choice"},
    fields.List: {"invalid": "not_a_list"},
    fields.Nested: {"type": "not_an_object"},
    fields.Dict: {"invalid": "not_an_object"},
    fields.Email: {"invalid": "not_an_email"},
}
PLAIN: dict[type[fields.Field[Any]], type] = {
    fields.String: str,
    fields.Integer: int,
    fields.Boolean: bool,
    fields.UUID: UUID,
    fields.AwareDateTime: datetime,
    fields.Date: date,
}
"""What of a field's values goes out as it is: ``FastJson`` writes it as the field would."""
ZERO = "\0"
ONE_LINE = 500
"""So many characters a text of one line has at most; what may be longer may have several lines."""

for _field, _codes in MESSAGES.items():
    _field.default_error_messages = {**_field.default_error_messages, **_codes}


class StrictSchema(Schema):
    """Unknown fields are refused, what is wrong is said as codes, and every value comes in one form: texts without what
    nobody sees and, where they are of one line, without line ends; dates, numbers and choices with the letters and
    figures of a keyboard. Passwords and secrets (``AsTyped``) are left as they were typed."""

    error_messages = {"unknown": "unknown_field", "type": "not_an_object"}

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Let a field, and what it is made of, have its values in one form."""
        for field in _parts(field_obj):
            if isinstance(field, fields.String) and not isinstance(field, AsTyped):
                field.pre_load = [_lines if _has_lines(field) else _line, *field.pre_load]
            elif isinstance(field, PLAIN_VALUES):
                field.pre_load = [_plain, *field.pre_load]

    @pre_load
    def trim(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        unreadable = {name: ["not_a_text"] for name, value in data.items() if _holds_zero(value) or _holds_zero(name)}
        if unreadable:
            raise ValidationError({name.replace(ZERO, ""): codes for name, codes in unreadable.items()})
        return {name: value.strip() if isinstance(value, str) else value for name, value in data.items()}


PLAIN_VALUES = (fields.Number, fields.Date, fields.DateTime, fields.Time, fields.UUID, fields.Enum, fields.Boolean)


def _parts(field: fields.Field[Any]) -> Iterator[fields.Field[Any]]:
    """A field, and the fields of what is in it, but for those of another schema, which sees to its own."""
    yield field
    if isinstance(field, fields.List):
        yield from _parts(field.inner)
    if isinstance(field, fields.Dict):
        for part in (field.key_field, field.value_field):
            yield from _parts(part) if part else ()


def _has_lines(field: fields.Field[Any]) -> bool:
    return any(isinstance(check, _Length) and check.lines for check in field.validators)


def _line(value: Any) -> Any:
    """A text of one line."""
    text = _cleaned(value, lines=False)
    if isinstance(text, str) and len(text) > ONE_LINE:
        raise ValidationError("too_long")
    return text


def _lines(value: Any) -> Any:
    return _cleaned(value, lines=True)


def _cleaned(value: Any, *, lines: bool) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return clean(value, lines=lines)
    except NoText:
        raise ValidationError("not_a_text") from None
    except LineEnds:
        raise ValidationError("line_ends") from None


def _plain(value: Any) -> Any:
    """A date, a number or a choice. What is no text at all is left to the check of its field."""
    try:
        return half_width(visible(value)).strip() if isinstance(value, str) else value
    except NoText:
        return value


def _holds_zero(value: Any) -> bool:
    """Whether a text, or one of a list or of an object's, holds a zero character, which PostgreSQL cannot keep. Objects
    further in have a schema, and are asked by it."""
    if isinstance(value, str):
        return ZERO in value
    if isinstance(value, dict):
        return any(isinstance(part, str) and ZERO in part for pair in value.items() for part in pair)
    return isinstance(value, list) and any(isinstance(part, str) and ZERO in part for part in value)


def _of_this_age(value: date | None) -> None:
    if value is not None and not 1000 <= value.year < 3000:
        raise ValidationError("out_of_range")


class CommandSchema(StrictSchema):
    """A body or query that becomes the use case's command: a frozen dataclass named by ``command``.

    Fields that were not sent and have no default of their own take the dataclass' default.
    """

    command: ClassVar[Any]

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Days and times are of this age of the world: at its ends nothing can be added to them."""
        super().on_bind_field(field_name, field_obj)
        if isinstance(field_obj, fields.DateTime | fields.Date):
            field_obj.validators = [*field_obj.validators, _of_this_age]

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Any:
        return self.make_command(data)

    def make_command(self, data: dict[str, Any]) -> Any:
        """The command of checked values; a schema whose command is shaped otherwise overrides this."""
        return self.command(**data)


class AnswerSchema(Schema):
    """What goes out: fields are read from a record or a dict; one that is not there is left out, and one that is not
    known is null."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Say in the document that a value may be null: all but a record's own id and version, lists and objects."""
        if field_name not in {"id", "version"} and not isinstance(field_obj, fields.List | fields.Dict):
            field_obj.allow_none = True
        if isinstance(field_obj, Money):
            field_obj.metadata = {**field_obj.metadata, **Money.GIVEN}

    def dump(self, obj: Any, *, many: bool | None = None) -> Any:
        """What marshmallow's own dump says, in a fraction of the time: a list of fifty spends most of its time here.

        How each field is read is settled once a schema; a value that ``FastJson`` can write goes out as it is.
        """
        if not (self.many if many is None else many):
            return self._dump_one(obj._asdict() if isinstance(obj, Row) else obj)
        names: tuple[str, ...] = ()
        answers = []
        for item in obj:
            if isinstance(item, Row):  # all of one list have the same columns
                names = names or item._fields
                item = dict(zip(names, item, strict=True))
            answers.append(self._dump_one(item))
        return answers

    def _dump_one(self, obj: Any) -> dict[str, Any]:
        answer: dict[str, Any] = {}
        from_dict = isinstance(obj, dict)
        for name, attribute, plain, field in self._reads:
            value = obj.get(attribute, missing) if from_dict else getattr(obj, attribute, missing)
            if value is missing:
                continue
            answer[name] = value if value is None or type(value) is plain else field._serialize(value, name, obj)
        return answer

    @cached_property
    def _reads(self) -> list[tuple[str, str, type | None, fields.Field[Any]]]:
        """Of each field: its name in the answer, the attribute it is read from, the type that goes out as it is."""
        return [
            (field.data_key or name, field.attribute or name, PLAIN.get(type(field)), field)
            for name, field in self.dump_fields.items()
        ]


class PageQuerySchema(CommandSchema):
    """Every list takes a cursor and a size. What is sent empty narrows nothing."""

    command: ClassVar[Any] = PageQuery
    after = AsTyped(load_default=None, metadata={"description": "cursor: `next` of the page before"})
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200, error="out_of_range"))

    @pre_load
    def leave_out_empty(self, data: Any, **_: Any) -> Any:
        return {name: value for name, value in data.items() if value != ""} if isinstance(data, Mapping) else data


def sort_field(listing: Listing[Any]) -> fields.String:
    """The order of a list, for its query's schema."""
    described = {"description": f"the order; a minus before the name runs downwards. Without one: {listing.default}"}
    return fields.String(load_default="", validate=one_of(listing.choices), metadata=described)


class CountSchema(AnswerSchema):
    """How many; ``more`` when there are more than were counted."""

    count = fields.Integer()
    more = fields.Boolean()


class Money(fields.Field[Decimal]):
    """An amount with at most two decimals; out as a text, so that nobody's floating point touches it."""

    default_error_messages = {"invalid": "not_a_number", "places": "too_many_decimals", "range": "out_of_range"}
    LARGEST = Decimal(10) ** 14
    TAKEN: ClassVar = {"type": ["string", "number"], "format": "decimal"}
    GIVEN: ClassVar = {"type": "string", "format": "decimal"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"metadata": self.TAKEN, **options})

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else f"{value:.2f}"

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_: Any) -> Decimal:
        try:
            amount = Decimal(str(_plain(value))) if not isinstance(value, bool) else Decimal("NaN")
        except ArithmeticError:
            raise self.make_error("invalid") from None
        if not amount.is_finite():
            raise self.make_error("invalid")
        if abs(amount) >= self.LARGEST:
            raise self.make_error("range")
        rounded = amount.quantize(Decimal("0.01"))
        if rounded != amount:
            raise self.make_error("places")
        return rounded


@cache
def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of one page of ``item``: ``{items, next}``."""
    name = item.__name__.removesuffix("Schema") + "PageSchema"
    return type(name, (AnswerSchema,), {"items": _Items(fields.Nested(item)), "next": fields.String()})


class _Items(fields.List[Any]):
    """Records of one kind, dumped as the list they are."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_: Any) -> Any:
        nested: Any = self.inner
        return nested.schema.dump(value, many=True)


def length(least: int, most: int, *, lines: bool | None = None) -> validate.Validator:
    """A text of ``least`` to ``most`` characters. It may have several ``lines`` when it may be longer than a line has
    characters, or when it is said so."""
    return _Length(least, most, most > ONE_LINE if lines is None else lines)


class _Length(validate.Length):
    def __init__(self, least: int, most: int, lines: bool) -> None:
        super().__init__(min=least, max=most)
        self.lines = lines

    def __call__(self, value: Any) -> Any:
        if len(value) < (self.min or 0):
            raise ValidationError("required" if not value else "too_short")
        if self.max is not None and len(value) > self.max:
            raise ValidationError("too_long")
        return value


def one_of(choices: Iterable[str]) -> validate.Validator:
    """One of a few texts."""
    return validate.OneOf(list(choices), error="unknown_choice")
