"""Every role at every record by every operation of every route, through the front door of the running system."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.company import NEVER, Said, World, ask
from tests.access.matrix import NO_ID, Row, expected
from tests.access.rights import OWNED, ROLES, Answer, Relation
from tests.access.rows import ROWS

METHODS = ("get", "post", "patch", "put", "delete")


def test_every_operation_of_every_route_has_its_row(world: World) -> None:
    document = world.fleet.client.ask("GET", "/api/openapi.json")
    there = {f"{method.upper()} {path}" for path, at in document["paths"].items() for method in METHODS if method in at}
    rows = {row.route for row in ROWS}
    missing = [
        f"{route} has no row in the access matrix: add one to tests/access/rows.py that says which right of "
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
    path = row.path.replace("{id}", id).replace("{customer_id}", id).replace("{session_id}", NO_ID)
    said = ask(world, role, row.method, path, with_id(row.body, id), version)
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
