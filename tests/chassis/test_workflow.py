"""Workflow as data: what is allowed in which state, to whom, and which actions an answer names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.auth import SYSTEM, Actor, Scope
from chassis.errors import Refused, SamePerson, WrongStatus
from chassis.workflow import ApprovalStatus, Step, Workflow, all_of, approval, decisions, other_than

AUTHOR, OTHER = uuid4(), uuid4()


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    DARK = "dark"


class TooHeavy(Refused):
    code = "too_heavy"


@dataclass
class Lamp:
    status: Light = Light.RED
    author_id: UUID = AUTHOR
    weight: int = 1


def light_enough(lamp: Any, _: Actor) -> Refused | None:
    return TooHeavy() if lamp.weight > 10 else None


LAMPS: Workflow[Light] = Workflow(
    {
        "carry": Step(before=set(Light), applies=light_enough),
        "switch": Step(before={Light.RED}, after=Light.GREEN, permission="lamp:switch"),
        **decisions(waiting=Light.RED, leads_to={"approve": Light.GREEN, "refuse": Light.DARK}, authors=("author_id",)),
    }
)


def person(id: UUID = OTHER, *permissions: str) -> Actor:
    return Actor(id=id, name="someone", permissions=dict.fromkeys(permissions, Scope.ALL))


def test_an_action_leads_to_its_state() -> None:
    assert LAMPS.after("switch", Lamp(), person()) is Light.GREEN


def test_an_action_that_leads_nowhere_leaves_the_state_as_it_is() -> None:
    assert LAMPS.after("carry", Lamp(Light.DARK), person()) is Light.DARK


@pytest.mark.parametrize("status", [Light.GREEN, Light.DARK])
def test_an_action_in_another_state_is_refused_with_both_named(status: Light) -> None:
    with pytest.raises(WrongStatus) as refused:
        LAMPS.after("switch", Lamp(status), person())
    assert refused.value.detail == {"status": status.value, "action": "switch"}


def test_a_state_that_time_has_changed_counts_before_the_record_s_own() -> None:
    with pytest.raises(WrongStatus):
        LAMPS.after("approve", Lamp(Light.RED), person(), status=Light.DARK)


def test_a_record_that_an_action_is_not_for_is_refused_before_its_state_is_looked_at() -> None:
    with pytest.raises(TooHeavy):
        LAMPS.after("carry", Lamp(weight=11), person())
    assert LAMPS.after("carry", Lamp(weight=10), person()) is Light.RED


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_nobody_decides_on_an_own_record_and_the_system_on_none(decision: str) -> None:
    for actor in (person(AUTHOR), SYSTEM):
        with pytest.raises(SamePerson):
            LAMPS.after(decision, Lamp(), actor)
    assert LAMPS.after(decision, Lamp(), person(OTHER)) is not Light.RED


def test_the_actions_named_are_those_that_would_not_be_refused() -> None:
    assert LAMPS.actions(Lamp(), person(OTHER, "lamp:switch")) == ["carry", "switch", "approve", "refuse"]
    assert LAMPS.actions(Lamp(), person(OTHER)) == ["carry", "approve", "refuse"]
    assert LAMPS.actions(Lamp(), person(AUTHOR, "lamp:switch")) == ["carry", "switch"]
    assert LAMPS.actions(Lamp(Light.GREEN, weight=11), person(OTHER, "lamp:switch")) == []


def test_a_permission_that_does_not_reach_the_record_opens_nothing() -> None:
    actor = person(OTHER, "lamp:switch")
    assert "switch" not in LAMPS.actions(Lamp(), actor, reaches=lambda permission: False)
    assert "switch" in LAMPS.actions(Lamp(), actor, reaches=lambda permission: permission == "lamp:switch")


def test_of_several_checks_the_first_that_refuses_decides() -> None:
    both = all_of(light_enough, other_than("author_id"))
    assert isinstance(both(Lamp(weight=11), person(AUTHOR)), TooHeavy)
    assert isinstance(both(Lamp(), person(AUTHOR)), SamePerson)
    assert both(Lamp(), person(OTHER)) is None


@dataclass
class Plan:
    status: ApprovalStatus
    author_id: UUID = AUTHOR


PLANS = approval(write="plan:write", approve="plan:approve", authors=("author_id",))
WRITER, JUDGE = ({f"plan:{verb}": Scope.ALL} for verb in ("write", "approve"))


@pytest.mark.parametrize(
    ("status", "written", "decided"),
    [
        (ApprovalStatus.DRAFT, ["edit", "submit"], []),
        (ApprovalStatus.SUBMITTED, [], ["approve", "return"]),
        (ApprovalStatus.RETURNED, ["edit", "submit"], []),
        (ApprovalStatus.APPROVED, [], []),
    ],
)
def test_what_needs_approval_is_written_by_some_and_decided_by_others(
    status: ApprovalStatus, written: list[str], decided: list[str]
) -> None:
    writer, judge = (Actor(id=id, name="", permissions=may) for id, may in ((AUTHOR, WRITER), (OTHER, JUDGE)))
    assert PLANS.actions(Plan(status), writer) == written
    assert PLANS.actions(Plan(status), judge) == decided
    assert PLANS.actions(Plan(status), Actor(id=AUTHOR, name="", permissions=JUDGE)) == []


def test_what_was_returned_is_submitted_again_and_approved() -> None:
    actor = Actor(id=OTHER, name="")
    assert PLANS.after("return", Plan(ApprovalStatus.SUBMITTED), actor) is ApprovalStatus.RETURNED
    assert PLANS.after("submit", Plan(ApprovalStatus.RETURNED), actor) is ApprovalStatus.SUBMITTED
    assert PLANS.after("approve", Plan(ApprovalStatus.SUBMITTED), actor) is ApprovalStatus.APPROVED
