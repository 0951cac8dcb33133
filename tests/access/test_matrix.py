"""Every role at every record by every operation of every route, through the front door of the running system."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.browsing import before_pages
from tests.access.company import NEVER, Said, World, ask
from tests.access.duties import FOUR_EYES, NOT_WITH_ADMINISTRATOR, FourEyes
from tests.access.matrix import EXPORTERS, Row, expected
from tests.access.rights import OWNED, READERS, RIGHTS, ROLES, Answer, Relation
from tests.access.rows.whole import ROWS
from tests.access.seen import customers_of, found, kept, listed, met, opened, owned_by

pytestmark = pytest.mark.timeout(300)
METHODS = ("get", "post", "patch", "put", "delete")


def test_every_operation_of_every_route_has_its_row(world: World) -> None:
    document = world.fleet.client.ask("GET", "/api/openapi.json")
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
def test_every_role_hears_what_the_matrix_says(world: World, row: Row) -> None:
    wrong = [line for role in ROLES for relation in row.met_by(role) for line in differs(world, row, role, relation)]
    assert not wrong, "\n".join(wrong)


def differs(world: World, row: Row, role: str, relation: Relation) -> list[str]:
    """What is not as it should be with one cell."""
    want, id = expected(row, role, relation), world.record(row.on, role, relation)
    version = world.versions[id] if want is Answer.REFUSED else NEVER
    said = ask(world, role, row.method, row.path_to(id), with_id(row.body, id), version)
    heard = heard_as(row, relation, want, said)
    if heard == want:
        heard = leaks(world, row, id, relation, want, said)
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


def leaks(world: World, row: Row, id: str, relation: Relation, want: Answer, said: Said) -> str:
    """``want``, unless plain values are seen by others than the owner, or the owner does not see them."""
    if want is Answer.MASKED or want is Answer.HIDDEN:
        own = [world.secrets[id]] if id in world.secrets else []
        for secrets in own if relation else world.secrets.values():
            for plain in secrets.plain:
                if plain in said.text:
                    return f"allowed, and {plain} is plain in the answer"
    if row.masks and relation in OWNED and not any(plain in said.text for plain in world.secrets[id].plain):
        return f"masked for the owner: {said.text[:200]}"
    return want


def with_id(body: Any, id: str) -> Any:
    """The body with the id of the record in its place."""
    if isinstance(body, dict):
        return {name: id if value == "{id}" else value for name, value in body.items()}
    return body


@pytest.mark.parametrize("role", READERS)
def test_lists_counters_and_searches_find_what_opens_by_its_id_and_nothing_else(world: World, role: str) -> None:
    want = customers_of(world, role)
    ids = listed(world, role, "/customers")
    assert set(ids) & world.customers.keys() == want
    assert world.door(role).get("/customers/count")["count"] == len(ids)
    assert opened(world, role, (f"/v1/customers/{id}" for id in world.customers)) == want
    for id in world.customers:
        secrets, seen = world.secrets[id], {id} & want
        assert found(world, role, secrets.name) == (seen, len(seen)), "by name"
        assert found(world, role, secrets.plain[0]) == (seen, len(seen)), "by the whole number"
        plain = seen & owned_by(world, role)
        assert found(world, role, secrets.plain[0][:-2]) == (plain, len(plain)), "by the beginning of a number"


@pytest.mark.parametrize("role", EXPORTERS)
def test_an_exported_file_holds_what_the_list_shows_and_only_own_numbers_plain(world: World, role: str) -> None:
    said = ask(world, role, "GET", f"/v1/exports/{world.record('file', role, Relation.OWN)}/file")
    named = {id for id in world.customers if world.secrets[id].name in said.text}
    plain = {id for id in world.customers if any(each in said.text for each in world.secrets[id].plain)}
    assert (named, plain) == (customers_of(world, role), owned_by(world, role))


@pytest.mark.parametrize("role", RIGHTS["read cases"].of)
def test_cases_are_listed_and_counted_as_they_open(world: World, role: str) -> None:
    ids = listed(world, role, "/cases")
    assert set(ids) & kept(world, "case") == met(world, "case", "read cases", role)
    assert world.door(role).get("/cases/count")["count"] == len(ids)
    waiting = [each for each in world.door(role).pages("/cases") if each["status"] in ("open", "taken")]
    assert sum(desk["open"] for desk in world.door(role).get("/cases/desks").values()) == len(waiting)


LISTS = (
    ("/hand-overs", "/hand-overs/count", "waiting", "hand-over", "see hand-overs"),
    ("/view-requests/to-decide", "/view-requests/count", "waiting", "view request", "decide on viewing"),
    ("/exports/to-approve", "/exports/count", "waiting", "export", "agree to exports"),
    ("/change-requests", "/checks/count", "change_requests", "change request", "check entries"),
    ("/imports", "", "", "import", "see imports"),
    ("/staff", "", "", "person", "read staff"),
    ("/departments", "", "", "department", "read departments"),
)


@pytest.mark.parametrize(("path", "counter", "name", "kind", "right"), LISTS, ids=[each[0] for each in LISTS])
def test_what_waits_is_listed_and_counted_as_far_as_the_right_goes(
    world: World, path: str, counter: str, name: str, kind: str, right: str
) -> None:
    for role in RIGHTS[right].of:
        ids = listed(world, role, path)
        want = met(world, kind, right, role)
        if counter:  # what waits for somebody else's decision is not in one's own list
            want -= {world.own[kind][role, Relation.OWN]} if (role, Relation.OWN) in world.own.get(kind, {}) else set()
            assert world.door(role).get(counter)[name] == len(ids), role
        assert set(ids) & kept(world, kind) == want, role


@pytest.mark.parametrize("rule", FOUR_EYES, ids=lambda rule: rule.en)
def test_nobody_decides_on_what_is_their_own(world: World, rule: FourEyes) -> None:
    made = rule.make(world, rule.by)
    for path, body in rule.steps:
        said = ask(world, rule.by, "POST", f"/v1{path.replace('{id}', made['id'])}", body, made["version"])
        assert (said.status, said.body["code"]) in ((409, "same_person"), (409, "own_report")), said.text


@pytest.mark.parametrize("role", NOT_WITH_ADMINISTRATOR)
def test_nobody_runs_accounts_and_touches_customers(world: World, role: str) -> None:
    person = {"username": f"two.{role}", "name": "两职", "department_id": world.departments["north"]}
    said = ask(world, "administrator", "POST", "/v1/staff", {**person, "roles": ["administrator", role]})
    assert (said.status, said.body["code"]) == (409, "duties_conflict")


def test_the_administrator_meets_no_customer_by_anything_that_can_be_read(world: World) -> None:
    for row in ROWS:
        if row.method == "GET":
            for relation in row.met_by("administrator"):
                id = world.record(row.on, "administrator", relation)
                text = ask(world, "administrator", "GET", row.path_to(id)).text
                assert not [each for each in known_of(world) if each in text], row.route


def test_the_administrator_meets_no_customer_on_any_page(world: World) -> None:
    pages, browser = before_pages(world, "access.administrator")
    for path in pages:
        text = browser.get(path).text
        assert not [each for each in known_of(world) if each in text], path


def known_of(world: World) -> set[str]:
    """Names, numbers and addresses of all customers."""
    return {each for secrets in world.secrets.values() for each in (secrets.name, *secrets.plain)}


@pytest.mark.parametrize(
    "change",
    [{"roles": ["service"]}, {"department_id": "below"}, {"name": "改名"}, {"username": "access.renamed"}],
    ids=lambda change: next(iter(change)),
)
def test_a_departments_manager_changes_contact_data_and_nothing_else(world: World, change: dict[str, Any]) -> None:
    id = world.record("person", "department_manager", Relation.DEPARTMENT)
    body = {name: world.departments[value] if name == "department_id" else value for name, value in change.items()}
    version = world.door("administrator").get(f"/staff/{id}")["version"]
    assert ask(world, "department_manager", "PATCH", f"/v1/staff/{id}", body, version).status == 403


@pytest.mark.parametrize("step", ["disable", "enable"])
def test_a_departments_manager_disables_and_enables_ordinary_staff_only(world: World, step: str) -> None:
    id = world.people["north.manager"].id
    version = world.door("administrator").get(f"/staff/{id}")["version"]
    assert ask(world, "department_manager", "POST", f"/v1/staff/{id}/{step}", None, version).status == 403
