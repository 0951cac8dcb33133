"""The fields of a customer's form, in the order of the paper one."""

from __future__ import annotations

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from contracts.masking import MASKS
from gateway.clients.generated import customer
from gateway.forms import text
from gateway.mechanism.form import Field, Form

OF_KIND = {
    "person": (
        "name",
        "external_code",
        "sex",
        "birth_date",
        "marital_status",
        "mobile",
        "phone",
        "email",
        "region",
        "address",
        "employer",
        "employer_phone",
        "hobbies",
        "background",
    ),
    "company": (
        "name",
        "external_code",
        "person_in_charge",
        "industry",
        "mobile",
        "phone",
        "email",
        "region",
        "address",
        "founded_on",
        "dealings_since",
        "dealings_notes",
    ),
}
NAMES = {"person": _l("Full name"), "company": _l("Name of the company")}
CHOSEN = frozenset({"sex", "marital_status"})
"""Fields whose values have words."""

DECLARED = {
    "external_code": Field(
        "external_code", hint=_l("The number of the customer in the ERP or on the form, if there is one.")
    ),
    "email": Field("email", look="email"),
    "region": Field("region", html={"data-suggest": "/lists/regions/suggest", "autocomplete": "off"}),
    "industry": Field("industry", html={"data-suggest": "/lists/industries/suggest", "autocomplete": "off"}),
    **{name: Field(name, look="tel") for name in ("mobile", "phone", "employer_phone")},
    **{name: Field(name, look="textarea", wide=True) for name in ("background", "dealings_notes", "hobbies")},
}
COMPARED = ("kind", "name", "mobile", "phone", "email", "external_code", "birth_date")
"""By what likely duplicates of an entry are looked for."""

NOT_ASKED_FOR = frozenset({"check", "search", "missed", "view_request", "export"})
"""Purposes of readings that nobody chooses: the services say them."""


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind of customer."""
    named = {"name": Field("name", NAMES[kind]), **DECLARED}
    return tuple(named.get(name, Field(name)) for name in OF_KIND[kind])


NEW = {
    kind: Form(
        customer.add_customer,
        (
            Field("kind", look="hidden", value=kind),
            *fields_of(kind),
            Field(
                "owner_id",
                look="select",
                blank=_l("Myself"),
                hint=_l("Whose customer it is, when entered for somebody."),
            ),
            Field("confirm_duplicate", _l("It is another one: enter it all the same")),
            Field("submit", look="none", read=lambda: text("then") == "submit"),
            Field("for_service", look="none", read=lambda: text("then") == "service"),
        ),
    )
    for kind in OF_KIND
}
VISIT = (
    Field("visit_by", keeps=True),
    Field("visited_at", keeps=True),
    Field("visit_notes", look="textarea", wide=True, keeps=True),
)
"""A look on site that a change rests on."""


def editing(kind: str, *, masked: bool) -> Form:
    """The form to change a customer. ``masked``: of one whose personal values are not shown; those that are left empty
    stay as they are."""
    shown = (replace(each, keeps=masked and each.name in MASKS) for each in fields_of(kind))
    told = (
        Field("kind", look="hidden", value=kind, sent=False),
        Field("masked", look="hidden", value="yes" if masked else "", sent=False),
    )
    return Form(customer.change_customer, (*told, *shown, *VISIT), clears=True)


EDIT = {kind: {masked: editing(kind, masked=masked) for masked in (False, True)} for kind in OF_KIND}
NOTE = (
    Field("kind", choice="record_kind", value="call"),
    Field("direction", choice="direction"),
    Field("at", _l("When"), hint=_l("Now, when left empty.")),
    Field("with_whom"),
    Field("text", look="textarea"),
)
CONTACT = (
    Field("name", _l("Full name")),
    Field("relation"),
    Field("phone", look="tel"),
    Field("email", look="email"),
    Field("notes", look="textarea"),
)
