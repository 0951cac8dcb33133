"""The company that is asked about, and how somebody in it asks."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ops.demo.api_client import ApiClient
from tests.access.matrix import NO_ID
from tests.access.rights import NOBODY, OWNED, Relation
from tests.support.fleet import Fleet

HOMES = {"below": Relation.BELOW, "south": Relation.OTHER}
"""Where a person works whose name begins like this; everybody else works in the north."""
NEVER = 999_999
"""A version that no record has."""


@dataclass(frozen=True)
class Someone:
    """A person: the id, and a token at work."""

    id: str
    api: ApiClient


@dataclass(frozen=True)
class Belongs:
    """Whose a record is. ``author``: who wrote an entry that is not checked yet, and sees it until it is."""

    owner: str
    author: str = ""
    disabled: bool = False

    @property
    def active(self) -> bool:
        """Whether it is a customer that counts."""
        return not (self.author or self.disabled)


@dataclass(frozen=True)
class Secrets:
    """What of a record nobody but its owner sees plain, and the name by which a customer is known."""

    name: str
    plain: tuple[str, ...]


@dataclass
class Scenario:
    """Who and what there is. ``ids``: kind -> relation -> id; the own records of a role stand in ``own``."""

    fleet: Fleet
    people: dict[str, Someone] = field(default_factory=dict)
    departments: dict[str, str] = field(default_factory=dict)
    ids: dict[str, dict[Relation, str]] = field(default_factory=dict)
    own: dict[str, dict[tuple[str, Relation], str]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    secrets: dict[str, Secrets] = field(default_factory=dict)
    customers: dict[str, Belongs] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def api(self, name: str) -> ApiClient:
        return self.people[name].api

    def hire(self, admin: ApiClient, name: str, roles: list[str], place: str) -> Someone:
        """Somebody new in a department."""
        api = self.fleet.hire(admin, f"access.{name}", f"员工{name}", roles, self.departments[place])
        self.people[name] = Someone(api.get("/me")["id"], api)
        return self.people[name]

    def record(self, kind: str, role: str, relation: Relation) -> str:
        """The id of a record as somebody of a role meets it; of none where the operation asks for none."""
        if not kind:
            return NO_ID
        return self.own[kind][role, relation] if relation in OWNED else self.ids[kind][relation]

    def relation(self, role: str, belongs: Belongs) -> Relation:
        """What a record of somebody is to somebody of a role, who works in the north."""
        if role in (belongs.owner, belongs.author):
            return Relation.OWN
        return HOMES.get(belongs.owner.partition(".")[0], Relation.DEPARTMENT)

    def keep(self, kind: str, relation: Relation, made: Mapping[str, Any] | str, role: str = "") -> None:
        """Remember a record, and the version it has now."""
        id = made if isinstance(made, str) else str(made["id"])
        if not isinstance(made, str) and "version" in made:
            self.versions[id] = made["version"]
        if relation in OWNED:
            self.own.setdefault(kind, {})[role, relation] = id
        else:
            self.ids.setdefault(kind, {})[relation] = id

    def patch(self, name: str, path: str, body: Any, version: int) -> Any:
        """A change by somebody."""
        headers = {**self.api(name).headers(), "If-Match": f'"{version}"'}
        return self.fleet.client.ask("PATCH", f"/api/v1{path}", body=body, headers=headers)


@dataclass(frozen=True)
class Said:
    """An answer: its status, all of it as text, and what it holds where it is JSON."""

    status: int
    text: str
    body: Any


def ask(scenario: Scenario, name: str, method: str, path: str, body: Any = None, version: int = NEVER) -> Said:
    """A request of somebody (``nobody`` is not signed in)."""
    headers = {} if name == NOBODY else dict(scenario.api(name).headers())
    data = None
    if method != "GET":
        headers |= {"If-Match": f'"{version}"', "Content-Type": "application/json"}
        data = b"" if body is None else json.dumps(body).encode()
    answer = scenario.fleet.client.send(method, f"/api{path}", headers, data)
    is_json = answer.headers.get("Content-Type", "").startswith("application/json")
    said = json.loads(answer.data) if is_json and answer.data else None
    text = json.dumps(said, ensure_ascii=False) if is_json else answer.data.decode(errors="replace")
    return Said(answer.status, text, said)
