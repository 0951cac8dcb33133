"""Which names something new may have, and what is made of one."""

from __future__ import annotations

import pytest

from ops.new.names import noun
from ops.new.tree import Refused


def test_a_noun_has_every_form_that_code_and_pages_need() -> None:
    visit = noun("on_site_enquiry", "拜访")
    assert (visit.plural, visit.kind, visit.constant, visit.list) == (
        "on_site_enquiries",
        "OnSiteEnquiry",
        "ON_SITE_ENQUIRY",
        "ON_SITE_ENQUIRIES",
    )
    assert (visit.path, visit.titles, visit.a) == ("on-site-enquiries", "On site enquiries", "an")


@pytest.mark.parametrize(
    ("name", "plural"),
    [("survey", "surveys"), ("enquiry", "enquiries"), ("branch", "branches"), ("bonus", "bonuses"), ("tax", "taxes")],
)
def test_several_are_named_as_english_names_them(name: str, plural: str) -> None:
    assert noun(name, "物").plural == plural


@pytest.mark.parametrize(
    "name", ["", "Survey", "site-visit", "_survey", "survey_", "1st", "a b", "class", "match", "data", "visit_manager"]
)
def test_what_is_no_noun_or_says_nothing_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        noun(name, "物")


def test_one_and_several_need_different_names() -> None:
    with pytest.raises(Refused):
        noun("series", "系列", "series")
