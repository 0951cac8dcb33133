"""What the audit says of a change has words: no name of a column, no code, no notation of the machine."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import Any

import pytest
from flask import Flask

from chassis.db import Tracked
from chassis.db.trail import UNTRACKED
from contracts.services import SERVICES
from gateway.pages.audit.differences import HIDDEN, differences
from gateway.words import CHOICES, WORDS

EVERYWHERE = {"id", *UNTRACKED, *HIDDEN}


def tracked() -> dict[str, Any]:
    """Every table whose changes are on record, by its name."""
    bases = [import_module(f"services.{service}.store.models").Base for service in SERVICES]
    models = (mapper.class_ for base in bases for mapper in base.registry.mappers)
    return {model.__tablename__: model for model in models if issubclass(model, Tracked)}


TRACKED = tracked()


@pytest.mark.parametrize("table", sorted(TRACKED))
def test_every_table_and_column_on_record_has_a_word(table: str) -> None:
    columns = {column.name for column in TRACKED[table].__table__.columns} - EVERYWHERE
    columns -= getattr(TRACKED[table], "__untracked__", frozenset())
    assert {name for name in columns if name not in WORDS.fields} == set()
    assert table in CHOICES["table"]


@pytest.mark.parametrize("table", sorted(TRACKED))
def test_every_value_of_a_choice_on_record_has_a_word(table: str) -> None:
    for column in TRACKED[table].__table__.columns:
        kind = getattr(column.type, "kind", None)
        if isinstance(kind, type) and issubclass(kind, Enum) and column.name not in EVERYWHERE:
            choice = WORDS.columns.get(table, {}).get(column.name, column.name)
            assert {str(each.value) for each in kind} <= set(CHOICES.get(choice, {})), (column.name, choice)


@pytest.mark.parametrize(
    ("table", "fields", "said"),
    [
        (
            "import_batch",
            {"mapping": [{}, {"单号": "external_id", "备注": None}]},
            ["", "单号 → Sender's number; 备注 → —"],
        ),
        ("import_batch", {"reach": ["", "own"]}, ["", "own"]),
        ("import_batch", {"finished_at": [None, "2026-11-01T08:00:00+00:00"]}, ["", "2026-11-01 16:00"]),
        ("import_batch", {"waits": [False, True]}, ["no", "yes"]),
        ("import_batch", {"on_known": ["", "update"]}, ["", "Update with the file"]),
        ("role", {"permissions": [{}, {"case:read": "all"}]}, ["", "See cases: all"]),
        ("customer", {"birth_date": ["1980-01-02", None]}, ["1980-01-02", ""]),
    ],
)
def test_a_change_is_said_in_words(pages: Flask, table: str, fields: dict[str, Any], said: list[str]) -> None:
    with pages.test_request_context(headers={"Accept-Language": "en"}):
        [line] = differences(table, fields, {})
        assert [line.before, line.after] == said
        assert line.title not in fields
