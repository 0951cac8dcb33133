"""The fields that the house has added to customers: in the list, in the form of a new one, on the customer's page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse

from gateway.clients.generated import customer
from gateway.forms import key, version
from gateway.mechanism.form import DrawnForm, Field, Form, Pairs
from gateway.mechanism.listing import Own
from gateway.mechanism.panel import show_panel
from gateway.mechanism.sent import Sent, perform
from gateway.mechanism.table import Column, Filter
from gateway.own_fields import PREFIX, Fields, known, pairs_of, title_of, words_of
from gateway.render import Failure, attempt, go

LOOKS = {"date": "date", "choices": "boxes", "link": "url"}


def defined() -> list[Any]:
    """The fields that are asked for, in their order."""
    return [field for field in known("customer") if field["active"]]


def form_fields(fields: Fields) -> tuple[Field, ...]:
    """The fields as those of a form."""
    return tuple(_form_field(field) for field in fields)


def _form_field(field: Mapping[str, Any]) -> Field:
    pairs = pairs_of(field)
    look = LOOKS.get(field["type"], "select" if pairs is not None else "text")
    decimal = {"inputmode": "decimal"} if field["type"] in ("number", "money") else {}
    asked = Field(PREFIX + field["key"], title_of(field), look, required=field["required"], html=decimal)
    return replace(asked, of=asked.name, pairs=None if pairs is None else lambda: pairs)


def values_sent() -> dict[str, Any]:
    """What a form holds of them; a group of boxes is sent with an empty value before those that are ticked."""
    values: dict[str, Any] = {}
    for name in request.form:
        if name.startswith(PREFIX):
            first, *rest = (value.strip() for value in request.form.getlist(name))
            values[name.removeprefix(PREFIX)] = rest or first or None
    return values


def narrowing(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What a list is narrowed by in them, as the service takes it, and everything else that is asked."""
    own = {name.removeprefix(PREFIX): value for name, value in asked.items() if name.startswith(PREFIX)}
    plain = {name: value for name, value in asked.items() if not name.startswith(PREFIX)}
    return plain | ({"custom": json.dumps(own)} if own else {})


def narrowing_sent() -> dict[str, str]:
    """The same of a form that carries the filters of a list."""
    own = {name: value for name, value in values_sent().items() if value}
    return {"custom": json.dumps(own)} if own else {}


def own_parts() -> Own:
    """The columns and filters of a list of customers: of the fields that lists are narrowed by."""
    listed = [field for field in defined() if field["searchable"] and not field["personal"]]
    known = {field["key"]: (field, pairs_of(field)) for field in listed}
    return Own(
        tuple(_filter(field, pairs) for field, pairs in known.values()),
        tuple(Column("custom", title_of(field), partial(_cell, field, pairs)) for field, pairs in known.values()),
    )


def _filter(field: Mapping[str, Any], pairs: Pairs | None) -> Filter:
    name, title = PREFIX + field["key"], title_of(field)
    if pairs is not None:
        return Filter(name, title, pairs=lambda: pairs)
    return Filter(name, title, "date" if field["type"] == "date" else "text")


def _cell(field: Mapping[str, Any], pairs: Pairs | None, custom: Mapping[str, Any] | None) -> str:
    return words_of(field, (custom or {}).get(field["key"]), pairs)


def own_panel(id: UUID) -> Response:
    """What a customer holds in them, and the form to fill them in."""
    return _panel(id)


def fill_in(id: UUID) -> BaseResponse:
    """Fill them in, and lead back to the customer."""
    sent = Sent({"values": values_sent()}, version(), key())
    done = attempt("own", lambda: perform(customer.fill_in_customer_fields, sent, id=id))
    if isinstance(done, Failure):
        return _panel(id, done)
    return go(url_for("customers.detail", id=id), str(_("Changed.")))


def _panel(id: UUID, failure: Failure | None = None) -> Response:
    fields = defined()
    held: Any = customer.read_customer_fields(id) if fields else {"custom": {}, "actions": [], "version": None}
    facts = [(title_of(field), words_of(field, held["custom"].get(field["key"]))) for field in fields]
    form = _drawn(id, fields, held, failure) if "fill_in" in held["actions"] else None
    back = url_for("customers.detail", id=id)
    return show_panel(
        "customers/_own_fields.html", _("Own fields"), back, _("Customer"), facts=facts, form=form, failure=failure
    )


def _drawn(id: UUID, fields: Iterable[Mapping[str, Any]], held: Any, failure: Failure | None) -> DrawnForm:
    there = {
        PREFIX + name: str(value).lower() if isinstance(value, bool) else value
        for name, value in held["custom"].items()
    }
    return Form(None, form_fields(list(fields)), clears=True).drawn(
        url_for("customers.fill_in", id=id),
        "own",
        record=there,
        failure=failure,
        version=held["version"],
        reload=url_for("customers.own_fields", id=id),
        submit=_l("Save"),
    )
