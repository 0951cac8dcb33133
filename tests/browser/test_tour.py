"""The tour shows the day of every role that comes with the system, with pictures that are there and small."""

from __future__ import annotations

import re

from ops.demo.accounts import ACCOUNTS
from ops.trial import ROOT
from tests.browser.tour import FOLDER, LARGEST, PICTURES

TOUR = (ROOT / "docs" / "tour.md").read_text()
SHOWN = re.findall(r"!\[[^\]]+\]\(tour/([\w-]+)\.png\)", TOUR)
SECTIONS = {re.search(r"`(\w+)`", part)[1]: part for part in TOUR.split("\n## ")[1:]}  # type: ignore[index]
ALIKE = {"erp", *(account.username for account in ACCOUNTS if account.username.endswith("2"))}
"""Programs, and colleagues of a role that is shown already."""


def test_every_picture_is_shown_once_kept_and_small() -> None:
    assert sorted(SHOWN) == sorted(each.name for each in PICTURES)
    assert {path.stem for path in FOLDER.iterdir()} == set(SHOWN)
    assert [path.name for path in FOLDER.iterdir() if path.stat().st_size > LARGEST] == []


def test_every_role_has_its_day_of_eight_to_fifteen_lines_and_its_own_pictures() -> None:
    assert SECTIONS.keys() == {account.username for account in ACCOUNTS} - ALIKE
    for who, section in SECTIONS.items():
        lines = [line for line in section.splitlines() if line.startswith("- ")]
        assert 8 <= len(lines) <= 15, who
        pictured = {each.name for each in PICTURES if each.who == who}
        assert set(re.findall(r"\(tour/([\w-]+)\.png\)", section)) == pictured, who
