"""What the generator writes is green at once: a service, a resource of it, and one with codes of a service there was.

The whole of `make check` and the running system are asked by `make generator-test`; a sample with all tests.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.new.finishing import finish
from ops.new.names import noun
from ops.new.resource import Resource, plan_resource
from ops.new.service import NewService, plan_service
from ops.new.tree import Refused, Tree
from tests.ops.new.copies import copy_to, run

SERVICE = NewService(name="garden", en="garden", zh="花园", owns="plots.")
PLOT = Resource(service="garden", noun=noun("plot", "地块"), writers=("sales",), approvers=("service_lead",))
TRIP = Resource(service="feedback", noun=noun("trip", "出差"), letter="V")
pytestmark = pytest.mark.timeout(900)


@dataclass(frozen=True)
class Written:
    """The copy, and what was written of TRIP."""

    folder: Path
    trip: frozenset[str]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    """A copy with all three in it."""
    tree = Tree(copy_to(tmp_path_factory.mktemp("copy")))
    chinese = plan_service(tree, SERVICE) | plan_resource(tree, PLOT)
    before = set(tree.new)
    chinese |= plan_resource(tree, TRIP)
    tree.save()
    finish(tree.root, [*tree.new, *tree.edited], chinese)
    catalog = "gateway/translations/zh_Hans/LC_MESSAGES/trips.po"
    return Written(tree.root, frozenset({*(set(tree.new) - before), catalog}))


def test_a_resource_is_at_most_12_files_and_450_lines(written: Written) -> None:
    lines = {path: len((written.folder / path).read_text().splitlines()) for path in written.trip}
    assert len(lines) <= 12, sorted(lines)
    assert sum(lines.values()) <= 450, lines


def test_nothing_is_left_for_formatter_linter_and_import_contracts(written: Written) -> None:
    run(written.folder, "ruff", "format", "--check", ".")
    run(written.folder, "ruff", "check", ".")
    run(written.folder, "importlinter.cli", "lint", "--no-cache")


def test_words_and_clients_are_in_step(written: Written) -> None:
    run(written.folder, "ops", "check", "translations", "clients")


def test_its_own_tests_pass_and_so_do_those_of_the_house(written: Written) -> None:
    said = run(
        written.folder,
        *("pytest", "-q", "-p", "no:cacheprovider"),
        *("tests/services/garden", "tests/services/feedback/domain/test_trips.py"),
        *("tests/services/feedback/api/test_trips.py", "tests/architecture/test_rules.py"),
        "tests/architecture/test_mechanisms.py",
        *("tests/services/auth/domain/test_roles.py", "tests/ops/test_compose.py", "tests/contracts"),
        *(f"tests/architecture/test_migrations.py::{TEST}[{name}]" for name in ("garden", "feedback")),
    )
    assert "passed" in said
    assert "skipped" not in said


TEST = "test_migrations_go_up_down_and_up_without_drift"


def test_the_same_again_is_refused_before_anything_is_written(written: Written) -> None:
    for again in (TRIP, PLOT):
        tree = Tree(written.folder)
        with pytest.raises(Refused):
            plan_resource(tree, again)
        assert tree.lines == []
    with pytest.raises(Refused):
        plan_service(Tree(written.folder), SERVICE)


@pytest.mark.whole
def test_types_and_migrations_are_right(written: Written) -> None:
    run(written.folder, "mypy")
    run(written.folder, "ops", "check", "migrations")


@pytest.mark.whole
def test_the_running_system_gives_each_role_what_is_written(written: Written) -> None:
    said = run(
        written.folder,
        *("pytest", "-q", "-p", "no:cacheprovider", "-k", "trip or plot or garden or row or written"),
        *("tests/access/test_matrix.py", "tests/access/test_page.py", "tests/gateway/test_written_records.py"),
    )
    assert "skipped" not in said
