"""Whoever is disabled has no case in hand any more."""

from __future__ import annotations

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.auth import StaffChanged
from services.feedback.usecases.leavers import record_staff
from tests.services.feedback.scenario import SAID, CreateCase, step, timeline


def said(service: ServiceUnderTest, who: Caller, version: int, *, active: bool) -> None:
    assert who.actor.id
    assert who.actor.department_id
    news = StaffChanged(
        staff_id=who.actor.id,
        version=version,
        name=who.actor.name,
        email="",
        department_id=who.actor.department_id,
        roles=["service"],
        active=active,
    )
    with service.unit_of_work() as ctx:
        record_staff(ctx, news)


def test_the_open_cases_of_a_leaver_lie_on_their_desk_again_and_the_others_hear_of_it(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, create_case: CreateCase
) -> None:
    mine, done, theirs = create_case(), create_case(), create_case()
    mine, done = step(agent, mine, "take"), step(agent, done, "take")
    done = step(agent, done, "resolve", result="satisfied", outcome="x")
    theirs = step(colleague, theirs, "take")
    before = len(service.told(SAID))
    said(service, agent, 2, active=False)
    free = colleague.get(f"/cases/{mine['id']}").json
    assert (free["status"], free["assignee_id"], free["version"]) == ("open", None, mine["version"] + 1)
    assert "released" in timeline(colleague, mine)
    assert colleague.get(f"/cases/{done['id']}").json["status"] == "resolved"
    assert colleague.get(f"/cases/{theirs['id']}").json["assignee_id"] == str(colleague.actor.id)
    assert [event["case_id"] for event in service.told(SAID)[before:]] == [mine["id"]]
    assert step(colleague, free, "take")["status"] == "taken"


def test_other_news_of_a_person_and_older_news_free_nothing(
    service: ServiceUnderTest, agent: Caller, create_case: CreateCase
) -> None:
    case = step(agent, create_case(), "take")
    said(service, agent, 5, active=True)
    said(service, agent, 4, active=False)
    assert agent.get(f"/cases/{case['id']}").json["status"] == "taken"
