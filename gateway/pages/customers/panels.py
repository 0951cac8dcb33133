"""The panels of a customer's page that come from elsewhere or are long: each is a page of its own as well."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request

from gateway.clients import customer, feedback, reporting
from gateway.pages.customers.views import page
from gateway.render import show


def _panel(name: str, id: UUID, **context: Any) -> Response:
    return show(
        "customers/panel.html", fragment=f"customers/_{name}.html", part=f"customers/_{name}.html", id=id, **context
    )


@page.get("/<uuid:id>/tier")
def tier_panel(id: UUID) -> Response:
    return _panel("tier", id, tier=reporting.tier_of(id))


@page.get("/<uuid:id>/cases")
def cases_panel(id: UUID) -> Response:
    return _panel("cases", id, found=feedback.cases(customer_id=str(id), limit=8))


@page.get("/<uuid:id>/transactions")
def transactions_panel(id: UUID) -> Response:
    found = customer.transactions(id, after=request.args.get("after"), limit=12)
    return _panel("transactions", id, found=found)


@page.get("/<uuid:id>/changes")
def changes_panel(id: UUID) -> Response:
    found = customer.changes(id, after=request.args.get("after"), limit=20)
    return _panel("changes", id, found=found)


@page.get("/<uuid:id>/readings")
def readings_panel(id: UUID) -> Response:
    found = customer.readings(id, after=request.args.get("after"), limit=20)
    return _panel("readings", id, found=found)
