"""What comes into and goes out of the customer service."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import ValidationError, fields, validates_schema

from chassis.annotations.schemas import CustomFilter
from chassis.http import AnswerSchema, CommandSchema, PageQuerySchema, length, one_of, sort_field
from chassis.http.fields import Code, EmptyEmail, Mobile, Phone
from contracts.customer import CustomerKind, CustomerStatus, Purpose
from contracts.reporting import Tier
from services.customer.checks.usecases.changes import ChangeCustomer, Visit
from services.customer.checks.usecases.checks import Return
from services.customer.domain.masking import MASKED_VALUE, REVEALING, masked
from services.customer.store.queries import CUSTOMERS, CustomerFilter
from services.customer.usecases.customers import AddCustomer, NewOwner
from services.customer.usecases.readings import Reveal
from services.customer.usecases.reasons import Reason

SEXES = ("", "male", "female")
MARITAL = ("", "single", "married", "divorced", "widowed")


def text(most: int) -> fields.String:
    """A text that may be empty."""
    return fields.String(validate=length(0, most))


class BothKindsSchema(CommandSchema):
    """The fields that persons and companies share."""

    name = fields.String(validate=length(1, 200))
    external_code = Code(allow_none=True, validate=length(1, 64))
    region = text(100)
    address = text(500)
    mobile = Mobile(takes_masks=True)
    phone = Phone(takes_masks=True)
    email = EmptyEmail(takes_masks=True, validate=length(0, 254))


class PersonFieldsSchema(BothKindsSchema):
    """The fields of a person."""

    sex = fields.String(validate=one_of(SEXES))
    birth_date = fields.Date(allow_none=True)
    marital_status = fields.String(validate=one_of(MARITAL))
    employer = text(200)
    employer_phone = Phone(takes_masks=True)
    hobbies = text(1000)
    background = text(4000)


class CompanyFieldsSchema(BothKindsSchema):
    """The fields of a company."""

    industry = text(100)
    person_in_charge = text(100)
    founded_on = fields.Date(allow_none=True)
    dealings_since = fields.Date(allow_none=True)
    dealings_notes = text(4000)


FIELDS_OF: dict[CustomerKind, type[BothKindsSchema]] = {
    CustomerKind.PERSON: PersonFieldsSchema,
    CustomerKind.COMPANY: CompanyFieldsSchema,
}


class AnyFieldsSchema(PersonFieldsSchema, CompanyFieldsSchema):
    """Every field of either kind."""


def only_of_kind(kind: CustomerKind, data: dict[str, Any]) -> None:
    """Refuse fields of the other kind. Raises ValidationError."""
    allowed = set(FIELDS_OF[kind]._declared_fields)
    if strange := {name: ["unknown_field"] for name in data if name not in allowed}:
        raise ValidationError(strange)


class AddCustomerSchema(AnyFieldsSchema):
    """A new customer: the fields of its kind, its owner, and whether it is submitted at once. ``for_service``: it is
    given to customer service, to be typed from its paper. ``confirm_duplicate``: it is another one than those who are
    likely the same. ``custom``: values of the house's own fields by their keys."""

    command = AddCustomer
    OWN: ClassVar[frozenset[str]] = frozenset(
        {"kind", "owner_id", "submit", "for_service", "confirm_duplicate", "custom"}
    )

    kind = fields.Enum(CustomerKind, by_value=True, required=True)
    name = fields.String(required=True, validate=length(1, 200))
    owner_id = fields.UUID(allow_none=True)
    submit = fields.Boolean()
    for_service = fields.Boolean()
    confirm_duplicate = fields.Boolean()
    custom = fields.Dict(keys=fields.String(validate=length(1, 40)), values=fields.Raw(allow_none=True))

    @validates_schema
    def fits_its_kind(self, data: dict[str, Any], **_: Any) -> None:
        if "kind" in data:
            only_of_kind(data["kind"], {name: value for name, value in data.items() if name not in self.OWN})

    @validates_schema(skip_on_field_errors=False)
    def holds_no_mask(self, data: dict[str, Any], **_: Any) -> None:
        """A mask is said beside what else is wrong: there is nothing yet whose mask it could be. Raises
        ValidationError."""
        if wrong := masked(data):
            raise ValidationError({name: [MASKED_VALUE] for name in wrong})

    def make_command(self, data: dict[str, Any]) -> AddCustomer:
        values = {name: value for name, value in data.items() if name not in self.OWN}
        return AddCustomer(values=values, **{name: data[name] for name in self.OWN if name in data})


class ChangeCustomerSchema(AnyFieldsSchema):
    """New values; fields that are not sent stay as they are. ``visit_by``, ``visited_at``, ``visit_notes``: a look on
    site that a change which waits for a check rests on."""

    command = ChangeCustomer
    VISIT: ClassVar[frozenset[str]] = frozenset({"visit_by", "visited_at", "visit_notes"})

    visit_by = text(100)
    visited_at = fields.AwareDateTime(allow_none=True)
    visit_notes = text(2000)

    def make_command(self, data: dict[str, Any]) -> ChangeCustomer:
        visit = Visit(**{name: data.pop(name) for name in self.VISIT & data.keys()})
        return ChangeCustomer(values=data, visit=visit)


class ReasonSchema(CommandSchema):
    """Why."""

    command = Reason
    reason = fields.String(required=True, validate=length(1, 1000))


class ReturnSchema(CommandSchema):
    """Why an entry goes back to its author: in words, or by the fields that differ from the paper, each with a note."""

    command = Return
    reason = fields.String(load_default="", validate=length(0, 1000))
    differs = fields.Dict(
        keys=fields.String(), values=fields.String(validate=length(0, 500, lines=True)), load_default=dict
    )

    @validates_schema
    def says_why(self, data: dict[str, Any], **_: Any) -> None:
        if not data.get("reason") and not data.get("differs"):
            raise ValidationError({"reason": ["required"]})


class OptionalReasonSchema(CommandSchema):
    """Why, if one cares to say."""

    command = Reason
    reason = fields.String(load_default="", validate=length(0, 1000))


class OwnerSchema(CommandSchema):
    """The new owner."""

    command = NewOwner
    owner_id = fields.UUID(required=True)


class CustomerQuerySchema(PageQuerySchema):
    """What a list of customers is narrowed by."""

    command = CustomerFilter
    q = fields.String(validate=length(0, 100))
    kind = fields.String(validate=one_of(["", *CustomerKind]))
    status = fields.String(validate=one_of(["", *CustomerStatus]))
    tier = fields.String(validate=one_of(["", *Tier]))
    region = text(100)
    industry = text(100)
    owner_id = fields.UUID(allow_none=True)
    mine = fields.Boolean()
    in_use = fields.Boolean(metadata={"description": "Without disabled customers, unless their status is asked for."})
    changed_since = fields.AwareDateTime(
        metadata={
            "description": "Only what was written then or later. With `sort=updated_at` and the cursor a program "
            "keeps in step; let it begin a minute before its last look, for what was being written then."
        }
    )
    custom = CustomFilter(metadata={"description": "Values of the house's own fields by their keys, as JSON."})
    to_check = fields.Boolean(metadata={"description": "Only entries that wait for a check by the one who asks."})
    sort = sort_field(CUSTOMERS)


class CustomerRowSchema(AnswerSchema):
    """A customer in a list. ``masked``: phone numbers, mail and addresses are shown masked. ``custom``: what it holds
    in the house's own fields by their keys; in a list those that lists are narrowed by."""

    id = fields.UUID()
    version = fields.Integer()
    code = fields.String()
    external_code = fields.String()
    kind = fields.String()
    name = fields.String()
    status = fields.String()
    tier = fields.String()
    region = fields.String()
    industry = fields.String()
    mobile = fields.String()
    masked = fields.Boolean()
    owner_id = fields.UUID()
    owner_name = fields.String()
    custom = fields.Dict()
    created_at = fields.AwareDateTime()
    updated_at = fields.AwareDateTime()


class ChangeRequestSchema(AnswerSchema):
    """A change that waits for its check. ``changes``: field -> [before, after]; of ``status`` it disables the customer,
    of ``owner_id`` it gives it to somebody else. ``meanwhile``: field -> what it is now, where somebody has changed it
    since. ``actions``: what the one who asks may do with it now."""

    id = fields.UUID()
    version = fields.Integer()
    customer_id = fields.UUID()
    customer_code = fields.String()
    customer_name = fields.String()
    status = fields.String()
    changes = fields.Dict(attribute="fields")
    meanwhile = fields.Dict()
    visit_by = fields.String()
    visited_at = fields.AwareDateTime()
    visit_notes = fields.String()
    reason = fields.String()
    author_id = fields.UUID()
    author_name = fields.String()
    decided_by_name = fields.String()
    decided_at = fields.AwareDateTime()
    created_at = fields.AwareDateTime()
    actions = fields.List(fields.String())


class CustomerSchema(CustomerRowSchema):
    """A customer with everything known of it. ``opened``: one sees it by a view request only, for a time. ``plain_by``:
    why one sees the numbers of somebody else's customer plain for now: ``case:`` and the code of the case that one has
    in hand, or ``view_request``. ``merged_into``: the customer that it turned out to be. ``actions``: what the one who
    asks may do with it now."""

    tier_version = fields.Integer()
    department_name = fields.String()
    author_id = fields.UUID()
    author_name = fields.String()
    verified_by = fields.UUID()
    verified_by_name = fields.String()
    verified_at = fields.AwareDateTime()
    handed_in_by = fields.UUID()
    handed_in_by_name = fields.String()
    for_service = fields.Boolean()
    returned_reason = fields.String()
    returned_fields = fields.Dict()
    disabled_reason = fields.String()
    import_id = fields.UUID()
    address = fields.String()
    phone = fields.String()
    email = fields.String()
    sex = fields.String()
    birth_date = fields.Date()
    marital_status = fields.String()
    employer = fields.String()
    employer_phone = fields.String()
    hobbies = fields.String()
    background = fields.String()
    person_in_charge = fields.String()
    founded_on = fields.Date()
    dealings_since = fields.Date()
    dealings_notes = fields.String()
    change_request = fields.Nested(ChangeRequestSchema)
    hand_over = fields.Boolean()
    opened = fields.Boolean()
    plain_by = fields.String()
    merged_into = fields.UUID()
    merged_into_code = fields.String()
    actions = fields.List(fields.String())


class ChangeSchema(AnswerSchema):
    """One line of a trail. ``kind``: of what (customer, contact, service_record); ``about``: the contact's name.
    ``changes``: name -> [before, after]; where both are masked and look alike, what is hidden has changed."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    actor_id = fields.UUID()
    actor_name = fields.String()
    origin = fields.String()
    kind = fields.String()
    record_id = fields.UUID()
    about = fields.String()
    action = fields.String()
    changes = fields.Dict(attribute="fields")


class MomentSchema(AnswerSchema):
    """Something that happened with a customer; ``kind``: change or record."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    kind = fields.String()
    actor_name = fields.String()
    detail = fields.Dict()


class ReadingSchema(AnswerSchema):
    """One reading of a customer's detail. ``purpose``: why plain values were seen, empty when none were asked for;
    ``case:`` and a code: because that case was in the reader's hands."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    actor_id = fields.UUID()
    actor_name = fields.String()
    origin = fields.String()
    purpose = fields.String()
    note = fields.String()


class RevealSchema(CommandSchema):
    """What the plain values are wanted for."""

    command = Reveal
    purpose = fields.Enum(Purpose, by_value=True, required=True, validate=one_of(REVEALING))
    note = fields.String(required=True, validate=length(2, 500, lines=True))


class RevealedContactSchema(AnswerSchema):
    """How a contact is reached."""

    id = fields.UUID()
    name = fields.String()
    phone = fields.String()
    email = fields.String()


class RevealedSchema(AnswerSchema):
    """The plain values of a customer."""

    id = fields.UUID()
    mobile = fields.String()
    phone = fields.String()
    employer_phone = fields.String()
    email = fields.String()
    address = fields.String()
    contacts = fields.List(fields.Nested(RevealedContactSchema))
