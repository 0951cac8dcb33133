"""What is changed in a rule, and that each reason for a mutant to live still speaks of something that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mutants.catalog import FEATURES, FOLDERS, Mutant, Reason, every_mutant, modules, sample
from tests.mutants.reach import Reach
from tests.mutants.scored import reasons

ROOT = Path(__file__).resolve().parents[2]


def mutants(tmp_path: Path, source: str) -> set[str]:
    """How the changed lines of a module's mutants read."""
    (tmp_path / "rules.py").write_text(f'"""Rules."""\n\n{source}\n')
    return {"".join(mutant.now.split()) for mutant in every_mutant(tmp_path, "rules.py")}


@pytest.mark.parametrize(
    ("rule", "changed"),
    [
        ("LATE = 5 < 3", {"LATE=5<=3", "LATE=5>3", "LATE=5>=3", "LATE=6<3", "LATE=4<3", "LATE=5<4", "LATE=5<2"}),
        ("MAY = a and b", {"MAY=aorb", "MAY=a", "MAY=b"}),
        ("WHO = {a, b, c}", {"WHO={b,c}", "WHO={a,c}", "WHO={a,b}"}),
        ("ROWS = rows.where(a == b, c)", {"ROWS=rows.where(a!=b,c)", "ROWS=rows.where(c)", "ROWS=rows.where(a==b)"}),
        ("IN = a in b", {"IN=anotinb"}),
        ("ONE = f(a, once=True)", {"ONE=f(a)", "ONE=f(a,once=False)"}),
        ('SQL = "SELECT a FROM b WHERE c >= d"', {'SQL="SELECTaFROMbWHEREc>d"'}),
        ("def f():\n    refuse()", {"pass"}),
        ("def f(a: int | None, *, b: str) -> None: ...", set()),
        ("import a", set()),
    ],
)
def test_a_rule_becomes_another_rule(tmp_path: Path, rule: str, changed: set[str]) -> None:
    assert mutants(tmp_path, rule) == changed


def test_the_same_seed_chooses_the_same_mutants_at_as_many_places() -> None:
    module = "services/feedback/domain/desks.py"
    chosen = sample(ROOT, module, 5, 1)
    assert chosen == sample(ROOT, module, 5, 1) != sample(ROOT, module, 5, 2)
    assert len(chosen) == 5


def test_every_module_of_rules_use_cases_and_store_is_mutated() -> None:
    found = modules(ROOT)
    assert {"services/auth/domain/roles.py", "services/customer/imports/store/stored_file.py"} <= set(found)
    assert len(found) == sum(len(list(ROOT.glob(f"{folder}/*.py"))) for folder in (*FOLDERS, *FEATURES))


def test_who_is_nearest_to_a_line_is_asked_first() -> None:
    module = "services/feedback/domain/desks.py"
    lines = (ROOT / module).read_text().splitlines()
    [line, other] = [number for number, text in enumerate(lines, 1) if "return " in text][:2]
    by = ["tests/services/feedback/api/test_x.py::a", "tests/services/feedback/domain/test_desks.py::b"]
    reach = Reach(seconds=dict.fromkeys(by, 0.1))
    reach.lines[module][line] = set(by)
    assert reach.tests_for(ROOT, Mutant(module, "", 0, line, "", "", "")) == by[::-1]
    assert reach.tests_for(ROOT, Mutant(module, "", 0, other, "", "", "")) == [], "run by nobody"


@pytest.mark.parametrize("reason", reasons(), ids=lambda reason: f"{reason.module}: {reason.was}")
def test_a_reason_speaks_of_something_that_is_there(reason: Reason) -> None:
    texts = [(ROOT / module).read_text() for module in modules(ROOT) if reason.is_about(module)]
    assert any(reason.could_be_of(text) for text in texts), "delete the reason, or write down what stands there now"
    assert reason.why
