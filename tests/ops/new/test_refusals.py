"""What is taken, or has no place, is refused; and nothing is written then, nor when one only asks."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from contracts.services import REGISTRY
from ops.cli import guanxi
from ops.new.edits import adding
from ops.new.names import noun
from ops.new.resource import Resource, plan_resource
from ops.new.service import NewService, plan_service
from ops.new.tree import Refused, Tree

ROOT = Path(__file__).parents[3]


def resource(name: str, letter: str = "", plural: str = "", service: str = "feedback") -> Resource:
    return Resource(service=service, noun=noun(name, "物", plural), letter=letter)


@pytest.mark.parametrize(
    "wanted",
    [
        resource("case_event"),
        resource("customer"),
        resource("sitting", plural="cases"),
        resource("trip", letter="F"),
        resource("trip", letter="B"),
        resource("trip", letter="7"),
        resource("trip", service="kitchen"),
        Resource(service="feedback", noun=noun("trip", "物"), writers=("cook",)),
    ],
    ids=["table", "permission", "path", "taken letter", "no letter of a code", "digit", "service", "role"],
)
def test_a_resource_whose_name_letter_or_place_is_taken_is_refused(wanted: Resource) -> None:
    with pytest.raises(Refused):
        plan_resource(Tree(ROOT), wanted)


@pytest.mark.parametrize("name", ["feedback", "gateway", "chassis", "email", "two_words", "core"])
def test_a_service_whose_name_is_taken_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        plan_service(Tree(ROOT), NewService(name=name, en=name, zh="物"))


def test_a_service_gets_the_next_port_until_there_is_none() -> None:
    tree = Tree(ROOT)
    free = 9 - len(REGISTRY)
    for number in range(free):
        plan_service(tree, NewService(name=f"garden{number}", en="garden", zh="花园"))
    with pytest.raises(Refused, match="no port"):
        plan_service(tree, NewService(name="onemore", en="garden", zh="花园"))
    registry = tree.read("contracts/services.py")
    assert [f'", {port}, "' in registry for port in range(1, 10)] == [True] * 9
    assert '", 10, "' not in registry


def test_a_file_whose_anchor_is_gone_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("NAMES = ()\n")
    tree = Tree(tmp_path)
    with pytest.raises(Refused, match=r"one\.py: no place PAGES"):
        tree.edit("one.py", adding("PAGES", '"x"'))
    assert tree.lines == []


def test_a_dry_run_lists_every_file_and_writes_none() -> None:
    answer = CliRunner().invoke(guanxi, ["new", "resource", "feedback", "trip", "--zh", "出差", "--dry-run"])
    assert answer.exit_code == 0, answer.output
    assert "write services/feedback/domain/trips.py" in answer.output
    assert "edit  contracts/permissions.py" in answer.output
    assert not (ROOT / "services/feedback/domain/trips.py").exists()


def test_a_refusal_is_a_sentence() -> None:
    answer = CliRunner().invoke(guanxi, ["new", "resource", "feedback", "data", "--zh", "数据"])
    assert answer.exit_code == 1
    assert "nothing was written" in str(answer.exception or answer.output)
