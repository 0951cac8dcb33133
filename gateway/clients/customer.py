"""The customer service: customers, contacts, transactions, checks and imports."""

from __future__ import annotations

from typing import Any

from chassis.client import File, Upload
from gateway.clients import Record, ask, fetch, upload


def _get(path: str, **query: Any) -> Record:
    answer: Record = ask("customer", "GET", path, query=query)
    return answer


def _post(path: str, body: Any = None, *, version: str | None = None, key: str = "") -> Record:
    answer: Record = ask("customer", "POST", path, body=body or {}, version=version, key=key)
    return answer


def _patch(path: str, body: Record, *, version: str) -> Record:
    answer: Record = ask("customer", "PATCH", path, body=body, version=version)
    return answer


def customers(**filters: Any) -> Record:
    return _get("/v1/customers", **filters)


def count_customers(**filters: Any) -> Record:
    return _get("/v1/customers/count", **filters)


def customer(id: Any) -> Record:
    """Everything known of a customer; the reading is logged."""
    return _get(f"/v1/customers/{id}")


def add_customer(fields: Record, *, key: str) -> Record:
    return _post("/v1/customers", fields, key=key)


def change_customer(id: Any, fields: Record, *, version: str) -> Record:
    return _patch(f"/v1/customers/{id}", fields, version=version)


def move_customer(id: Any, move: str, body: Record | None = None, *, version: str) -> Record:
    """``move``: submit, approve, return, disable, enable or owner."""
    return _post(f"/v1/customers/{id}/{move}", body, version=version)


def reveal_customer(id: Any, purpose: str, note: str) -> Record:
    """The plain values of a masked customer; purpose and note are logged."""
    return _post(f"/v1/customers/{id}/reveal", {"purpose": purpose, "note": note})


def ask_view(fields: Record, *, key: str) -> Record:
    """Ask to see somebody else's VIP customer."""
    return _post("/v1/view-requests", fields, key=key)


def own_views(**page: Any) -> Record:
    return _get("/v1/view-requests", **page)


def views_to_decide(**filters: Any) -> Record:
    return _get("/v1/view-requests/to-decide", **filters)


def count_views() -> Record:
    return _get("/v1/view-requests/count")


def move_view(id: Any, verb: str, body: Record | None = None, *, version: str) -> Record:
    """``verb`` is approve, refuse or end."""
    return _post(f"/v1/view-requests/{id}/{verb}", body, version=version)


def ask_export(wanted: Record, *, key: str) -> Record:
    """Have a file made of the customers that fit a filter."""
    return _post("/v1/exports", wanted, key=key)


def exports(**page: Any) -> Record:
    return _get("/v1/exports", **page)


def exports_to_approve(**page: Any) -> Record:
    return _get("/v1/exports/to-approve", **page)


def count_exports() -> Record:
    return _get("/v1/exports/count")


def decide_export(id: Any, verb: str, body: Record, *, version: str) -> Record:
    """``verb`` is approve or refuse."""
    return _post(f"/v1/exports/{id}/{verb}", body, version=version)


def export_policy() -> Record:
    return _get("/v1/exports/policy")


def set_export_limit(fields: Record, *, version: str) -> Record:
    return _patch("/v1/exports/policy", fields, version=version)


def export_file(id: Any) -> File:
    return fetch("customer", f"/v1/exports/{id}/file")


def hand_overs(**page: Any) -> Record:
    """VIP customers that wait for a new owner."""
    return _get("/v1/hand-overs", **page)


def count_hand_overs() -> Record:
    return _get("/v1/hand-overs/count")


def pass_on(id: Any, verb: str, body: Record, *, version: str) -> Record:
    """``verb`` is take or give."""
    return _post(f"/v1/hand-overs/{id}/{verb}", body, version=version)


def owners_of_many(**page: Any) -> Record:
    """Who owns customers, and how many."""
    return _get("/v1/hand-overs/owners", **page)


def takers(**wanted: Any) -> list[Record]:
    """Whom one may give customers to."""
    return list(_get("/v1/hand-overs/takers", **wanted)["items"])


def give_all(fields: Record, *, key: str) -> Record:
    return _post("/v1/hand-overs/all", fields, key=key)


def changes(id: Any, **page: Any) -> Record:
    return _get(f"/v1/customers/{id}/changes", **page)


def readings(id: Any, **page: Any) -> Record:
    return _get(f"/v1/customers/{id}/readings", **page)


def timeline(id: Any, **page: Any) -> Record:
    return _get(f"/v1/customers/{id}/timeline", **page)


def contacts(id: Any) -> list[Record]:
    return list(_get(f"/v1/customers/{id}/contacts")["items"])


def add_contact(id: Any, fields: Record, *, key: str) -> Record:
    return _post(f"/v1/customers/{id}/contacts", fields, key=key)


def change_contact(id: Any, fields: Record, *, version: str) -> Record:
    return _patch(f"/v1/contacts/{id}", fields, version=version)


def switch_contact(id: Any, verb: str, *, version: str) -> Record:
    """``verb`` is disable or enable."""
    return _post(f"/v1/contacts/{id}/{verb}", version=version)


def add_record(id: Any, fields: Record, *, key: str) -> Record:
    return _post(f"/v1/customers/{id}/records", fields, key=key)


def transactions(id: Any, **page: Any) -> Record:
    return _get(f"/v1/customers/{id}/transactions", **page)


def change_requests(**filters: Any) -> Record:
    return _get("/v1/change-requests", **filters)


def decide_change(id: Any, verb: str, body: Record | None = None, *, version: str) -> Record:
    """``verb`` is approve or reject."""
    return _post(f"/v1/change-requests/{id}/{verb}", body, version=version)


def count_checks() -> Record:
    return _get("/v1/checks/count")


def imports(**filters: Any) -> Record:
    return _get("/v1/imports", **filters)


def import_of(id: Any) -> Record:
    return _get(f"/v1/imports/{id}")


def upload_file(kind: str, file: Upload, *, key: str) -> Record:
    answer: Record = upload("customer", "/v1/imports", {"kind": kind}, file, key=key)
    return answer


def move_import(id: Any, move: str, body: Record | None = None, *, version: str) -> Record:
    """``move``: mapping, start, approve, return or take-back."""
    return _post(f"/v1/imports/{id}/{move}", body, version=version)


def import_errors(id: Any, **page: Any) -> Record:
    return _get(f"/v1/imports/{id}/errors", **page)


def import_error_file(id: Any) -> File:
    return fetch("customer", f"/v1/imports/{id}/errors.csv")
