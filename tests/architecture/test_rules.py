"""The house keeps its own rules, and each rule notices a planted violation."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture import rules

ROOT = Path(__file__).parents[2]

PLANTED: dict[rules.Rule, tuple[str, str]] = {
    rules.what_is_raised_is_named: ("chassis/x.py", 'def find():\n    """One."""\n    raise NotFound()\n'),
    rules.services_have_one_shape: ("services/odd/__init__.py", '"""Owns: Says: Hears:"""'),
    rules.layers_split_by_feature: ("services/odd/files/usecases/x{number}.py", "X = 1\n"),
    rules.layers_know_those_before_them: (
        "services/odd/files/store/x.py",
        "from services.odd.usecases import orders\n",
    ),
    rules.every_service_has_its_card: ("services/odd/__init__.py", '"""An odd one."""'),
    rules.services_never_commit: ("services/odd/usecases/x.py", "def add(ctx):\n    ctx.session.commit()\n"),
    rules.nobody_sends_tasks: ("services/odd/usecases/x.py", "def add(task):\n    task.delay(1)\n"),
    rules.no_test_plays_our_services: ("tests/odd/test_x.py", "from unittest import mock\n"),
    rules.use_cases_are_functions: ("services/odd/usecases/x.py", "class CustomerService:\n    pass\n"),
    rules.relationships_are_raised: ("services/odd/store/models.py", "contacts = relationship('Contact')\n"),
    rules.nothing_reads_the_environment: ("services/odd/usecases/x.py", "import os\nX = os.environ['X']\n"),
    rules.nothing_is_deleted: ("services/odd/usecases/x.py", "def drop(s):\n    s.execute('DELETE FROM customer')\n"),
    rules.the_chassis_knows_no_business_word: ("chassis/x.py", '"""Tells the customer."""\n'),
    rules.modules_stay_small_and_named: ("chassis/utils.py", "X = 1\n"),
    rules.tests_share_by_support: ("tests/odd/test_x.py", "from tests.odd.test_y import PASSWORD\n"),
    rules.every_module_of_rules_has_its_tests: ("services/odd/domain/prices.py", "X = 1\n"),
    rules.pages_draw_forms_and_tables_by_the_mechanism: (
        "gateway/pages/odd/templates/odd/x.html",
        '<form class="card" method="post" action="/odd"></form>\n',
    ),
    rules.templates_know_no_states: (
        "gateway/pages/odd/templates/odd/x.html",
        '{% if odd.status in ("open", "taken") %}<a href="/odd/take">Take</a>{% endif %}\n',
    ),
    rules.domain_tests_need_no_database: ("tests/odd/domain/test_x.py", "def test_x(engine):\n    pass\n"),
}


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: rules.Rule) -> None:
    assert rule(ROOT) == []


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_a_planted_violation_is_caught(rule: rules.Rule, tmp_path: Path) -> None:
    path, source = PLANTED[rule]
    (tmp_path / "services").mkdir()
    for number in range(rules.LARGEST_LAYER + 1):
        planted = tmp_path / path.format(number=number)
        planted.parent.mkdir(parents=True, exist_ok=True)
        planted.write_text(source)
    assert rule(tmp_path) != []
