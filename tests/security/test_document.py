"""The API does what its document says, whoever asks and whatever is sent."""

from __future__ import annotations

import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from services.auth.domain.roles import DELIVERED
from tests.support.api_roles import ROLES, Scenario, settle
from tests.support.fleet import PASSWORD, Fleet, running_fleet

WHOLE = {GenerationMode.POSITIVE: 4, GenerationMode.NEGATIVE: 2}
SAMPLE = {GenerationMode.POSITIVE: 1, GenerationMode.NEGATIVE: 1}
"""How often each operation is tried by each person who may: with what fits the document, and with what does not. All
tests together try the sample; ``make fuzz`` tries the whole."""
ONCE = {GenerationMode.POSITIVE: 1}
"""For whoever may not: they are told so, whatever they send."""
Operation = APIOperation[Any, Any, Any, Any]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Fleet]:
    """A fleet of its own: what is done to it here nobody else should meet."""
    with running_fleet() as running:
        yield running


@pytest.fixture(scope="module")
def scenario(fuzzed: Fleet) -> Scenario:
    """Its people and records."""
    chosen = {"old": fuzzed.admin_password, "new": PASSWORD}
    fuzzed.api("admin", fuzzed.admin_password).post("/me/password", chosen)
    return settle(fuzzed, fuzzed.api("admin"))


@pytest.fixture(scope="module")
def operations(fuzzed: Fleet, scenario: Scenario) -> list[Operation]:
    """All operations of the document; those that may end one's own session last."""
    document = fuzzed.client.ask("GET", "/api/openapi.json")
    found = [result.ok() for result in schemathesis.openapi.from_dict(document).get_all_operations()]
    return sorted(found, key=lambda operation: ("/me" in operation.path, "sessions" in operation.path, operation.label))


def test_no_delivered_role_is_left_out() -> None:
    assert sorted(ROLES.values()) == sorted(role.code for role in DELIVERED)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("who", [*ROLES, "stranger"])
def test_every_operation_answers_as_its_document_says(
    fuzzed: Fleet, scenario: Scenario, operations: list[Operation], who: str
) -> None:
    _try_everything(fuzzed, scenario, operations, who, SAMPLE)


@pytest.mark.whole
@pytest.mark.timeout(900)
@pytest.mark.parametrize("who", [*ROLES, "stranger"])
def test_every_operation_answers_as_its_document_says_however_often_it_is_asked(
    fuzzed: Fleet, scenario: Scenario, operations: list[Operation], who: str
) -> None:
    _try_everything(fuzzed, scenario, operations, who, WHOLE)


def _try_everything(
    fuzzed: Fleet,
    scenario: Scenario,
    operations: list[Operation],
    who: str,
    examples: dict[GenerationMode, int],
) -> None:
    allowed = scenario.allowed(who)
    broken: dict[str, str] = {}
    seen: Counter[int] = Counter()
    with requests.Session() as session:
        session.headers.update(scenario.headers(who))
        for operation in operations:
            trials = examples if operation.definition.raw["x-permission"] in allowed else ONCE
            ids = scenario.ids.get(operation.path.split("/")[2], [])
            for way, most in trials.items():
                if way is GenerationMode.NEGATIVE and _takes_nothing(operation):
                    continue
                try:
                    seen += _try_out(operation, way, most, ids, f"{fuzzed.site.url_of('gateway')}/api", session)
                except BaseExceptionGroup as error:
                    what = "".join(traceback.format_exception(error, limit=-1))
                    broken[f"{operation.label} ({way.value})"] = what
    assert not broken, "\n\n".join(f"{where}: {what}" for where, what in broken.items())
    assert seen.keys() >= ({200, 403, 404, 422} if who in ROLES else {401, 422}), f"little was tried: {seen}"


def _takes_nothing(operation: Operation) -> bool:
    """Whether there is nothing in a request that could be wrong: no field, no place in the path, no token."""
    raw = operation.definition.raw
    return not (operation.body or list(operation.iter_parameters()) or raw.get("security"))


def _try_out(
    operation: Operation,
    way: GenerationMode,
    most: int,
    ids: list[str],
    base: str,
    session: requests.Session,
) -> Counter[int]:
    """Send some cases of an operation, half of them to records that there are; how many were answered with what."""
    seen: Counter[int] = Counter()

    @seed(20261122)
    @settings(
        max_examples=most,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=way), known=st.sampled_from([None, *ids]))
    def send(case: Case, known: str | None) -> None:
        if known and case.path_parameters and "id" in case.path_parameters:
            case.path_parameters["id"] = known
        answer = case.call(base_url=base, session=session)
        seen[answer.status_code] += 1
        if answer.status_code == 414:  # said by the server before anything of ours is asked
            return
        case.validate_response(answer, checks=CHECKS)

    send()
    return seen
