"""When an export needs consent, which columns it has, and that no cell of it is run by a spreadsheet."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import NotFound, SamePerson, WrongStatus
from contracts.customer import CustomerKind, CustomerStatus, ExportStatus, ImportKind
from contracts.permissions import Permission
from contracts.reporting import Tier
from services.customer.domain import exporting
from services.customer.domain.exporting import (
    COLUMNS,
    EXPORT,
    WORDS_ZH,
    Column,
    cells_of,
    columns_of,
    headings_of,
    needs_consent,
)
from services.customer.imports.domain.headings import guess_mapping


@pytest.mark.parametrize(
    ("rows", "lately", "needs"), [(99, 0, False), (100, 0, False), (101, 0, True), (40, 60, False), (41, 60, True)]
)
def test_consent_is_needed_above_the_limit_of_a_day(rows: int, lately: int, needs: bool) -> None:
    assert needs_consent(rows, lately=lately, unasked=100) is needs


def test_own_fields_stand_before_the_owner_in_the_words_of_the_files_language() -> None:
    size = Column("custom.size", "规模", "Size", words={"a": ("甲", "A"), "b": ("乙", "B")})
    signed = Column("custom.signed", "签约日", "Signed on")
    for kind in ("", "person", "company"):
        assert [column.field for column in columns_of(kind, [size, signed])][-4:] == [
            "custom.size",
            "custom.signed",
            "owner_name",
            "exported",
        ]
    for language, several in (("zh", "甲、乙"), ("en", "A, B")):
        assert cells_of([size, signed], {"custom.size": ["a", "b"], "custom.signed": None}, language) == [several, ""]
    assert cells_of([size], {"custom.size": "gone"}, "zh") == ["gone"]
    assert cells_of([signed], {"custom.signed": "=1+1"}, "zh") != ["=1+1"]


def test_where_nothing_is_allowed_unasked_one_row_needs_consent_and_none_does_not() -> None:
    assert needs_consent(1, lately=0, unasked=0)
    assert not needs_consent(0, lately=0, unasked=0)


def test_a_file_of_one_kind_has_the_columns_of_that_kind_and_the_common_ones() -> None:
    assert columns_of("") == list(COLUMNS)
    fields = {kind: {column.field for column in columns_of(kind)} for kind in ("person", "company")}
    assert {"name", "mobile", "birth_date"} <= fields["person"]
    assert {"name", "mobile", "industry"} <= fields["company"]
    assert "industry" not in fields["person"]
    assert "birth_date" not in fields["company"]


@pytest.mark.parametrize(("kind", "brought"), [("person", ImportKind.PERSONS), ("company", ImportKind.COMPANIES)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_file_can_be_brought_back(kind: str, brought: ImportKind, language: str) -> None:
    columns = [
        column for column in columns_of(kind) if column.field not in {"code", "kind", "status", "tier", "exported"}
    ]
    mapping = guess_mapping(brought, headings_of(columns, language))
    fields = ["owner" if column.field == "owner_name" else column.field for column in columns]
    assert list(mapping.values()) == fields


def test_cells_are_words_of_the_files_language_and_harmless() -> None:
    columns = [Column(field, field, field) for field in ("kind", "tier", "birth_date", "name", "phone", "email", "sex")]
    values = {
        "kind": "person",
        "tier": "vip",
        "birth_date": date(2009, 1, 2),
        "name": "=1+cmd|x",
        "phone": "+86 21 1234",
        "email": None,
        "sex": "",
    }
    assert cells_of(columns, values, "zh") == ["个人", "VIP", "2009-01-02", "'=1+cmd|x", "+86 21 1234", "", ""]
    assert cells_of(columns, values, "en")[:2] == ["person", "vip"]


BOTH = {Permission.CUSTOMER_EXPORT: Scope.ALL, Permission.EXPORT_APPROVE: Scope.ALL}
ASKER, OTHER = (Actor(id=uuid4(), name=name, permissions=BOTH) for name in ("asker", "other"))


@pytest.mark.parametrize("status", ExportStatus)
def test_a_large_export_is_decided_on_once_by_somebody_else_and_fetched_by_its_asker(status: ExportStatus) -> None:
    export = SimpleNamespace(status=status, asker_id=ASKER.id)
    waits, done = status is ExportStatus.WAITING, status is ExportStatus.DONE
    assert EXPORT.actions(export, OTHER) == (["approve", "refuse"] if waits else [])
    assert EXPORT.actions(export, ASKER) == (["file"] if done else [])
    if waits:
        assert EXPORT.after("approve", export, OTHER) is ExportStatus.RUNNING
        assert EXPORT.after("refuse", export, OTHER) is ExportStatus.REFUSED
        with pytest.raises(SamePerson):
            EXPORT.after("approve", export, ASKER)
    else:
        with pytest.raises(WrongStatus):
            EXPORT.after("approve", export, OTHER)
    if done:
        with pytest.raises(NotFound):
            EXPORT.after("file", export, OTHER)


PERSON = ["sex", "birth_date", "marital_status", "employer", "employer_phone", "hobbies", "background"]
COMPANY = ["person_in_charge", "industry", "founded_on", "dealings_since", "dealings_notes"]
BOTH_KINDS = [
    "code",
    "external_code",
    "name",
    "kind",
    "status",
    "tier",
    "mobile",
    "phone",
    "email",
    "region",
    "address",
    "owner_name",
    "exported",
]


def test_these_columns_are_exported_and_of_each_kind_its_own() -> None:
    assert {column.field for column in COLUMNS} == {*PERSON, *COMPANY, *BOTH_KINDS}
    assert {column.field for column in columns_of("person")} == {*PERSON, *BOTH_KINDS}
    assert {column.field for column in columns_of("company")} == {*COMPANY, *BOTH_KINDS}
    assert len(columns_of("")) == len(PERSON) + len(COMPANY) + len(BOTH_KINDS)


def test_every_code_has_a_word_in_a_chinese_file() -> None:
    assert set(WORDS_ZH) == {"kind", "status", "tier", "sex", "marital_status"}
    assert [set(WORDS_ZH[name]) for name in ("kind", "status", "tier")] == [
        set(CustomerKind), set(CustomerStatus), set(Tier),
    ]  # fmt: skip
    assert set(WORDS_ZH["sex"]) == {"male", "female"}
    assert set(WORDS_ZH["marital_status"]) == {"single", "married", "divorced", "widowed"}
    for field, words in WORDS_ZH.items():
        column = Column(field, field, field)
        for code, word in words.items():
            assert cells_of([column], {field: code}, "zh") == [word]
            assert cells_of([column], {field: code}, "en") == [code]


@pytest.mark.parametrize("status", ExportStatus)
def test_without_the_permission_nothing_is_offered(status: ExportStatus) -> None:
    for who in (ASKER, OTHER):
        nobody = Actor(id=who.id, name=who.name, permissions={})
        assert EXPORT.actions(SimpleNamespace(status=status, asker_id=ASKER.id), nobody) == []


def test_these_are_the_limits_of_an_export() -> None:
    assert (200_000, timedelta(days=1)) == (exporting.MOST_ROWS, exporting.DAY)
