"""Every role at every record by every operation of every route, through the API of the running system."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.browsing import before_pages
from tests.access.duties import FOUR_EYES, NOT_WITH_ADMINISTRATOR, FourEyes
from tests.access.matrix import EXPORTERS, Row, expected
from tests.access.rights import OWNED, READERS, RIGHTS, ROLES, Answer, Relation
from tests.access.rows.whole import ROWS
from tests.access.scenario import NEVER, Said, Scenario, ask
from tests.access.seen import customers_of, found, kept, listed, met, opened, owned_by
from tests.support.written import WRITTEN

pytestmark = pytest.mark.timeout(300)
METHODS = ("get", "post", "patch", "put", "delete")


def test_every_operation_of_every_route_has_its_row(scenario: Scenario) -> None:
    document = scenario.fleet.client.ask("GET", "/api/openapi.json")
    there = {f"{method.upper()} {path}" for path, at in document["paths"].items() for method in METHODS if method in at}
    rows = {row.route for row in ROWS}
    missing = [
        f"{route} has no row in the access matrix: add one to tests/access/rows/ that says which right of "
        "tests/access/rights.py it needs and at which kind of record, then `python -m tests.access`"
        for route in sorted(there - rows)
    ]
    assert not missing, "\n".join(missing)
    assert not rows - there, f"rows of routes that are gone: {sorted(rows - there)}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.route} at {row.on or 'no record'}")
def test_every_role_hears_what_the_matrix_says(scenario: Scenario, row: Row) -> None:
    wrong = [line for role in ROLES for relation in row.met_by(role) for line in differs(scenario, row, role, relation)]
    assert not wrong, "\n".join(wrong)


def differs(scenario: Scenario, row: Row, role: str, relation: Relation) -> list[str]:
    """What is not as it should be with one cell."""
    want, id = expected(row, role, relation), scenario.record(row.on, role, relation)
    version = scenario.versions[id] if want is Answer.REFUSED else NEVER
    said = ask(scenario, role, row.method, row.path_to(id), with_id(row.body, id), version)
    heard = heard_as(row, relation, want, said)
    if heard == want:
        heard = leaks(scenario, row, id, relation, want, said)
    return [f"{role} at {relation or 'no record'}: should be {want}, is {heard}"] if heard != want else []


def heard_as(row: Row, relation: Relation, want: Answer, said: Said) -> str:
    """The answer in the matrix's words; as it is where it has none."""
    if said.status == row.allowed and want in (Answer.ALLOWED, Answer.MASKED):
        return want
    if said.status == 409 and want is Answer.REFUSED and relation in OWNED:
        return want
    if want is Answer.HIDDEN and said.status == row.hidden:
        return want
    if want in (Answer.SIGN_IN, Answer.FORBIDDEN) and said.status == int(want):
        return want
    return f"{said.status} {said.text[:200]}"


def leaks(scenario: Scenario, row: Row, id: str, relation: Relation, want: Answer, said: Said) -> str:
    """``want``, unless plain values are seen by others than the owner, or the owner does not see them."""
    if want is Answer.MASKED or want is Answer.HIDDEN:
        own = [scenario.secrets[id]] if id in scenario.secrets else []
        for secrets in own if relation else scenario.secrets.values():
            for plain in secrets.plain:
                if plain in said.text:
                    return f"allowed, and {plain} is plain in the answer"
    if row.masks and relation in OWNED and not any(plain in said.text for plain in scenario.secrets[id].plain):
        return f"masked for the owner: {said.text[:200]}"
    return want


def with_id(body: Any, id: str) -> Any:
    """The body with the id of the record in its place."""
    if isinstance(body, dict):
        return {name: id if value == "{id}" else value for name, value in body.items()}
    return body


@pytest.mark.parametrize("role", READERS)
def test_lists_counters_and_searches_find_what_opens_by_its_id_and_nothing_else(scenario: Scenario, role: str) -> None:
    want = customers_of(scenario, role)
    ids = listed(scenario, role, "/customers")
    assert set(ids) & scenario.customers.keys() == want
    assert scenario.api(role).get("/customers/count")["count"] == len(ids)
    assert opened(scenario, role, (f"/v1/customers/{id}" for id in scenario.customers)) == want
    for id in scenario.customers:
        secrets, seen = scenario.secrets[id], {id} & want
        assert found(scenario, role, secrets.name) == (seen, len(seen)), "by name"
        assert found(scenario, role, secrets.plain[0]) == (seen, len(seen)), "by the whole number"
        plain = seen & owned_by(scenario, role)
        assert found(scenario, role, secrets.plain[0][:-2]) == (plain, len(plain)), "by the beginning of a number"


@pytest.mark.parametrize("role", EXPORTERS)
def test_an_exported_file_holds_what_the_list_shows_and_only_own_numbers_plain(scenario: Scenario, role: str) -> None:
    said = ask(scenario, role, "GET", f"/v1/exports/{scenario.record('file', role, Relation.OWN)}/file")
    named = {id for id in scenario.customers if scenario.secrets[id].name in said.text}
    plain = {id for id in scenario.customers if any(each in said.text for each in scenario.secrets[id].plain)}
    assert (named, plain) == (customers_of(scenario, role), owned_by(scenario, role))


@pytest.mark.parametrize("role", RIGHTS["read cases"].of)
def test_cases_are_listed_and_counted_as_they_open(scenario: Scenario, role: str) -> None:
    ids = listed(scenario, role, "/cases")
    assert set(ids) & kept(scenario, "case") == met(scenario, "case", "read cases", role)
    assert scenario.api(role).get("/cases/count")["count"] == len(ids)
    waiting = [each for each in scenario.api(role).pages("/cases") if each["status"] in ("open", "taken")]
    assert sum(desk["open"] for desk in scenario.api(role).get("/cases/desks").values()) == len(waiting)


LISTS = (
    ("/hand-overs", "/hand-overs/count", "waiting", "hand-over", "see hand-overs"),
    ("/view-requests/to-decide", "/view-requests/count", "waiting", "view request", "decide on viewing"),
    ("/exports/to-approve", "/exports/count", "waiting", "export", "agree to exports"),
    ("/change-requests", "/checks/count", "change_requests", "change request", "check entries"),
    ("/imports", "", "", "import", "see imports"),
    ("/staff", "", "", "person", "read staff"),
    ("/departments", "", "", "department", "read departments"),
    *((kind.path, "", "", kind.name, f"read {kind.ens}") for kind in WRITTEN),
)


@pytest.mark.parametrize(("path", "counter", "name", "kind", "right"), LISTS, ids=[each[0] for each in LISTS])
def test_what_waits_is_listed_and_counted_as_far_as_the_right_goes(
    scenario: Scenario, path: str, counter: str, name: str, kind: str, right: str
) -> None:
    for role in RIGHTS[right].of:
        ids = listed(scenario, role, path)
        want = met(scenario, kind, right, role)
        if counter:  # what waits for somebody else's decision is not in one's own list
            want -= (
                {scenario.own[kind][role, Relation.OWN]}
                if (role, Relation.OWN) in scenario.own.get(kind, {})
                else set()
            )
            assert scenario.api(role).get(counter)[name] == len(ids), role
        assert set(ids) & kept(scenario, kind) == want, role


@pytest.mark.parametrize("rule", FOUR_EYES, ids=lambda rule: rule.en)
def test_nobody_decides_on_what_is_their_own(scenario: Scenario, rule: FourEyes) -> None:
    made = rule.make(scenario, rule.by)
    for path, body in rule.steps:
        said = ask(scenario, rule.by, "POST", f"/v1{path.replace('{id}', made['id'])}", body, made["version"])
        assert (said.status, said.body["code"]) == (409, "same_person"), said.text


@pytest.mark.parametrize("role", NOT_WITH_ADMINISTRATOR)
def test_nobody_runs_accounts_and_touches_customers(scenario: Scenario, role: str) -> None:
    person = {"username": f"two.{role}", "name": "两职", "department_id": scenario.departments["north"]}
    said = ask(scenario, "administrator", "POST", "/v1/staff", {**person, "roles": ["administrator", role]})
    assert (said.status, said.body["code"]) == (409, "duties_conflict")


def test_the_administrator_meets_no_customer_by_anything_that_can_be_read(scenario: Scenario) -> None:
    for row in ROWS:
        if row.method == "GET":
            for relation in row.met_by("administrator"):
                id = scenario.record(row.on, "administrator", relation)
                text = ask(scenario, "administrator", "GET", row.path_to(id)).text
                assert not [each for each in known_of(scenario) if each in text], row.route


def test_the_administrator_meets_no_customer_on_any_page(scenario: Scenario) -> None:
    pages, browser = before_pages(scenario, "access.administrator")
    for path in pages:
        text = browser.get(path).text
        assert not [each for each in known_of(scenario) if each in text], path


def known_of(scenario: Scenario) -> set[str]:
    """Names, numbers and addresses of all customers."""
    return {each for secrets in scenario.secrets.values() for each in (secrets.name, *secrets.plain)}


@pytest.mark.parametrize(
    "change",
    [{"roles": ["service"]}, {"department_id": "below"}, {"name": "改名"}, {"username": "access.renamed"}],
    ids=lambda change: next(iter(change)),
)
def test_a_departments_manager_changes_contact_data_and_nothing_else(
    scenario: Scenario, change: dict[str, Any]
) -> None:
    id = scenario.record("person", "department_manager", Relation.DEPARTMENT)
    body = {name: scenario.departments[value] if name == "department_id" else value for name, value in change.items()}
    version = scenario.api("administrator").get(f"/staff/{id}")["version"]
    assert ask(scenario, "department_manager", "PATCH", f"/v1/staff/{id}", body, version).status == 403


@pytest.mark.parametrize("step", ["disable", "enable"])
def test_a_departments_manager_disables_and_enables_ordinary_staff_only(scenario: Scenario, step: str) -> None:
    id = scenario.people["north.manager"].id
    version = scenario.api("administrator").get(f"/staff/{id}")["version"]
    assert ask(scenario, "department_manager", "POST", f"/v1/staff/{id}/{step}", None, version).status == 403
