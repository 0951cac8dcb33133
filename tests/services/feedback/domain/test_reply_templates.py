"""Templates name fields in braces; what is filled in is never taken for a field."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from chassis.auth import Actor, Scope
from chassis.errors import WrongStatus
from contracts.feedback import TemplateStatus
from contracts.permissions import Permission
from services.feedback.domain.reply_templates import FIELDS, REPLY_TEMPLATE, filled, unknown_fields

LEAD = Actor(id=None, name="lead", permissions={Permission.CASE_LEAD: Scope.ALL})
AGENT = Actor(id=None, name="agent", permissions={Permission.CASE_HANDLE: Scope.ALL})


@dataclass(frozen=True)
class Template:
    status: TemplateStatus


def test_fields_are_filled_in_once_and_what_is_none_stays() -> None:
    values = {"customer_name": "{code}", "code": "X1"}
    assert filled("{customer_name} {code} {other} { code }", values) == "{code} X1 {other} { code }"


def test_a_field_that_there_is_none_of_is_named_once() -> None:
    assert unknown_fields("{name} {code} {name} {b}") == ["name", "b"]
    assert unknown_fields(" ".join(f"{{{name}}}" for name in FIELDS)) == []


def test_only_the_leadership_keeps_templates() -> None:
    assert REPLY_TEMPLATE.actions(Template(TemplateStatus.ACTIVE), LEAD) == ["edit", "disable"]
    assert REPLY_TEMPLATE.actions(Template(TemplateStatus.DISABLED), LEAD) == ["edit", "enable"]
    assert REPLY_TEMPLATE.actions(Template(TemplateStatus.ACTIVE), AGENT) == []
    with pytest.raises(WrongStatus):
        REPLY_TEMPLATE.after("enable", Template(TemplateStatus.ACTIVE), LEAD)
