"""The gateway's clients are written from the services' documents, and a difference is noticed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from gateway.clients.forms import FormField, fields_of
from gateway.clients.generated import auth, customer, every, feedback, reporting
from ops.checks import CHECKS
from ops.clients import drifted_clients, write_clients
from ops.clients.documents import Document, read_documents
from ops.clients.modules import service_modules
from ops.clients.owners import owners_of

PLANTED: dict[str, Callable[[Document], Any]] = {
    "a field that an answer got": lambda document: document["components"]["schemas"]["Case"]["properties"].update(
        more={"type": "string"}
    ),
    "a field that a body no longer takes": lambda document: document["components"]["schemas"]["Resolve"][
        "properties"
    ].pop("outcome"),
    "a route that moved": lambda document: document["paths"].update(
        {"/v1/cases/{id}/finish": document["paths"].pop("/v1/cases/{id}/close")}
    ),
    "a header that a route now reads": lambda document: document["paths"]["/v1/cases/desks"]["get"].update(
        parameters=[{"in": "header", "name": "If-Match"}]
    ),
}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return read_documents()


def test_the_written_clients_are_what_the_services_say() -> None:
    assert CHECKS["clients"]() == []


@pytest.mark.parametrize("change", PLANTED.values(), ids=PLANTED)
def test_a_change_of_a_service_is_noticed(documents: dict[str, Document], change: Callable[[Document], Any]) -> None:
    changed = copy.deepcopy(documents)
    change(changed["feedback"])
    assert "feedback.py" in drifted_clients(documents=changed)


def test_a_limit_of_a_field_that_changed_is_noticed(documents: dict[str, Document]) -> None:
    changed = copy.deepcopy(documents)
    changed["feedback"]["components"]["schemas"]["Resolve"]["properties"]["outcome"]["maxLength"] = 7
    assert drifted_clients(documents=changed) == ["forms.json"]


def test_a_client_changed_by_hand_is_noticed_and_written_again(tmp_path: Path) -> None:
    assert "feedback.py" in write_clients(tmp_path)
    (tmp_path / "feedback.py").write_text("# mine\n")
    (tmp_path / "stray.py").write_text("")
    assert drifted_clients(tmp_path) == ["feedback.py", "stray.py"]
    assert write_clients(tmp_path) == ["feedback.py", "stray.py"]
    assert drifted_clients(tmp_path) == []


def test_two_things_of_one_name_are_refused(documents: dict[str, Document]) -> None:
    changed = copy.deepcopy(documents)
    changed["feedback"]["paths"]["/v1/cases/{id}/close"]["post"]["operationId"] = "take_case"
    with pytest.raises(ValueError, match="take_case"):
        service_modules(changed)


def test_a_path_belongs_to_the_service_that_says_it(documents: dict[str, Document]) -> None:
    owners = owners_of(documents)
    assert (owners["cases"], owners["me"], owners["tiers"]) == ("feedback", "auth", "reporting")
    assert {"audit", "system", "openapi.json"}.isdisjoint(owners), "what every service has belongs to none"


def test_two_services_with_paths_that_begin_alike_are_refused(documents: dict[str, Document]) -> None:
    changed = copy.deepcopy(documents)
    changed["reporting"]["paths"]["/v1/cases/late"] = changed["reporting"]["paths"]["/v1/reports"]
    with pytest.raises(ValueError, match="cases"):
        owners_of(changed)


def test_what_all_services_answer_alike_is_written_once() -> None:
    assert every.read_state.__module__ == "gateway.clients.generated.every"
    assert not any(hasattr(module, "read_state") for module in (auth, customer, feedback, reporting))


def test_a_form_has_the_limits_of_its_command() -> None:
    assert fields_of(feedback.resolve_case) == {
        "result": FormField(
            "result",
            "choice",
            required=True,
            choices=("satisfied", "compensated", "explained", "unfounded", "unresolved"),
        ),
        "outcome": FormField("outcome", "text", required=True, min_length=1, max_length=4000),
        "cause": FormField("cause", "text", max_length=200),
    }


@pytest.mark.parametrize(
    ("operation", "field"),
    [
        (reporting.change_policy, FormField("potential_amount", "decimal")),
        (reporting.change_policy, FormField("grace_days", "number", minimum=0, maximum=366)),
        (reporting.generate_report, FormField("period_from", "date", required=True)),
        (auth.add_token, FormField("expires_at", "datetime", required=True)),
        (auth.add_role, FormField("second_factor", "boolean")),
        (customer.give_customer, FormField("owner_id", "id", required=True)),
        (feedback.import_case_file, FormField("file", "file")),
    ],
    ids=lambda value: value.kind if isinstance(value, FormField) else "",
)
def test_each_kind_of_field_is_known(operation: Callable[..., Any], field: FormField) -> None:
    assert fields_of(operation)[field.name] == field


def test_what_takes_no_body_has_no_form() -> None:
    with pytest.raises(KeyError):
        fields_of(feedback.take_case)
