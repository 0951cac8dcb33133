"""The fields of a customer's form, in the order of the paper one."""

from __future__ import annotations

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
NULLABLE = frozenset({"external_code", "birth_date", "founded_on", "dealings_since"})
"""Fields whose empty value is none at all."""

NOT_ASKED_FOR = frozenset({"check", "search", "export"})
"""Purposes of readings that nobody chooses: the services say them."""

FILTERS = ("q", "kind", "tier", "status", "region", "industry", "owner_id", "mine")
