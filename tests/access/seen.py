"""What somebody of a role is to find in lists, searches, counters and files: the same that opens by its id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.access.matrix import KINDS
from tests.access.rights import OWNED, RIGHTS, SEEN, UNSERVED, Reach, Relation
from tests.access.scenario import Belongs, Scenario, ask


def reaches(of: Mapping[str, Reach], role: str, relation: Relation) -> bool:
    """Whether what roles have goes as far as this for one of them."""
    reach = of.get(role)
    return reach is not None and relation in SEEN[reach]


def sees(scenario: Scenario, of: Mapping[str, Reach], role: str, belongs: Belongs) -> bool:
    """Whether somebody of a role sees a customer, or what is not yet or no longer one."""
    reach, relation = of.get(role), scenario.relation(role, belongs)
    if reach is not None and not belongs.active:
        reach = UNSERVED.get(reach, reach)
    return reach is not None and relation in SEEN[reach]


def customers_of(scenario: Scenario, role: str, right: str = "read customers") -> set[str]:
    """The ids of the company's customers that somebody of a role sees."""
    return {id for id, belongs in scenario.customers.items() if sees(scenario, RIGHTS[right].of, role, belongs)}


def owned_by(scenario: Scenario, role: str) -> set[str]:
    """The ids of the customers that somebody of a role sees plain."""
    return {id for id, belongs in scenario.customers.items() if scenario.relation(role, belongs) in OWNED}


def met(scenario: Scenario, kind: str, right: str, role: str) -> set[str]:
    """The ids of the records of a kind that somebody of a role finds by a right."""
    there = [(relation, id) for relation, id in scenario.ids[kind].items()]
    for (whose, relation), id in scenario.own.get(kind, {}).items():
        there.append((relation if whose == role else KINDS[kind].own_is, id))
    return {id for relation, id in there if reaches(RIGHTS[right].of, role, relation)}


def kept(scenario: Scenario, kind: str) -> set[str]:
    """The ids of all records of a kind in the company."""
    return set(scenario.ids[kind].values()) | set(scenario.own.get(kind, {}).values())


def listed(scenario: Scenario, role: str, path: str, **query: Any) -> list[str]:
    """The ids of a whole list."""
    return [str(each["id"]) for each in scenario.api(role).pages(path, **query)]


def found(scenario: Scenario, role: str, q: str) -> tuple[set[str], int]:
    """What a search of customers finds of the company, and how many the counter says it finds in all."""
    ids = listed(scenario, role, "/customers", q=q)
    return set(ids) & scenario.customers.keys(), int(scenario.api(role).get("/customers/count", q=q)["count"])


def opened(scenario: Scenario, role: str, paths: Iterable[str]) -> set[str]:
    """Which of some records open by their ids, given as paths that end in them."""
    return {path.rpartition("/")[2] for path in paths if ask(scenario, role, "GET", path).status == 200}
