"""A case is given to a colleague by name; who is away has a substitute, who gets what is new."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from contracts.auth import StaffChanged
from contracts.reporting import Tier
from services.feedback.consumers import consumers
from tests.services.feedback.scenario import READER, SAID, STAFF, AddCustomer, CreateCase, refused, step

NOTICE = "activity.notice_raised.v1"
NOW = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)


def notices(service: ServiceUnderTest, kind: str) -> list[dict[str, Any]]:
    """What people were told of one kind."""
    return [each for each in service.told(NOTICE) if each["kind"] == kind]


def away(caller: Caller, substitute: Caller, first: str = "2026-11-10", last: str = "2026-11-12") -> dict[str, Any]:
    """Name who stands in; the absence."""
    body = {"substitute_id": str(substitute.actor.id), "from_day": first, "to_day": last}
    answer = caller.post("/absences", body)
    assert answer.status_code == 201, answer.json
    return dict(answer.json)


def test_the_leadership_gives_an_open_case_to_somebody_who_is_told(
    service: ServiceUnderTest, agent: Caller, lead: Caller, create_case: CreateCase
) -> None:
    case = lead.get(f"/cases/{create_case()['id']}").json
    assert {each["name"] for each in case["colleagues"]} == {"王芳", "赵敏"}
    given = step(lead, case, "assign", staff_id=str(agent.actor.id), text="请尽快")
    assert (given["status"], given["assignee_name"]) == ("taken", "王芳")
    [notice] = notices(service, "case_assigned")
    assert (notice["to"], notice["record_id"], notice["code"]) == ([str(agent.actor.id)], case["id"], case["code"])
    done = lead.get(f"/cases/{case['id']}/timeline").json["items"][0]
    assert (done["kind"], done["text"], done["data"]) == ("assigned", "请尽快", {"to": "王芳"})
    assert service.told(SAID)[-1]["status"] == "taken"


def test_who_has_a_case_in_hand_passes_it_on_and_others_do_not(
    agent: Caller, colleague: Caller, create_case: CreateCase
) -> None:
    case = create_case()
    assert case["colleagues"] == []
    to = {"staff_id": str(colleague.actor.id)}
    assert refused(agent, case, "assign", **to) == (409, "not_to_assign")
    taken = step(agent, case, "take")
    assert refused(colleague, taken, "assign", **to) == (409, "not_to_assign")
    given = step(agent, taken, "assign", **to)
    assert given["assignee_name"] == "刘洋"
    assert "assign" not in given["actions"]


@pytest.mark.parametrize("who", ["nobody", "of another desk", "who left", "who has it"])
def test_only_somebody_active_who_works_at_the_desk_gets_a_case(
    service: ServiceUnderTest, lead: Caller, agent: Caller, create_case: CreateCase, who: str
) -> None:
    case = step(lead, create_case(tier=Tier.VIP), "take")
    other = service.person("赵新", STAFF, roles=("sales",))
    left = service.person("钱走", STAFF, roles=("service_lead",))
    gone = StaffChanged(
        staff_id=left.actor.id,
        version=2,
        name="钱走",
        email="",
        department_id=left.actor.department_id,
        roles=["service_lead"],
        active=False,
    )
    service.hear(consumers, gone)
    ids = {"nobody": case["id"], "of another desk": other.actor.id, "who left": left.actor.id}
    id = str(ids.get(who, lead.actor.id))
    answer = lead.post(f"/cases/{case['id']}/assign", {"staff_id": id}, version=case["version"])
    code = "has_it_already" if who == "who has it" else "not_at_this_desk"
    assert (answer.status_code, answer.json["fields"]) == (422, {"staff_id": [code]})
    answer = lead.post(f"/cases/{case['id']}/assign", {"staff_id": str(agent.actor.id)}, version=case["version"])
    assert answer.json["fields"] == {"staff_id": ["not_at_this_desk"]}


def test_what_is_assigned_to_who_is_away_goes_to_the_substitute_and_says_so(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, lead: Caller, create_case: CreateCase
) -> None:
    service.clock.set(NOW)
    absence = away(agent, colleague)
    assert (absence["status"], absence["substitute_name"], absence["actions"]) == ("running", "刘洋", ["end"])
    case = lead.get(f"/cases/{create_case()['id']}").json
    [shown] = [each for each in case["colleagues"] if each["name"] == "王芳"]
    assert (shown["away"], shown["substitute_name"]) == (True, "刘洋")
    given = step(lead, case, "assign", staff_id=str(agent.actor.id))
    assert given["assignee_name"] == "刘洋"
    assert lead.get(f"/cases/{case['id']}/timeline").json["items"][0]["data"] == {"to": "刘洋", "instead_of": "王芳"}
    [notice] = notices(service, "case_assigned")
    assert notice["to"] == [str(colleague.actor.id)]


def test_before_and_after_the_days_and_after_an_early_return_one_gets_ones_own(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, lead: Caller, create_case: CreateCase
) -> None:
    service.clock.set(NOW)
    absence = away(agent, colleague, first="2026-11-11")

    def given() -> str:
        case = lead.get(f"/cases/{create_case()['id']}").json
        return str(step(lead, case, "assign", staff_id=str(agent.actor.id))["assignee_name"])

    assert given() == "王芳"
    service.clock.set(NOW + timedelta(days=1))
    assert given() == "刘洋"
    assert colleague.post(f"/absences/{absence['id']}/end", version=1).json["code"] == "not_your_absence"
    assert lead.post(f"/absences/{absence['id']}/end", version=1).json["status"] == "ended"
    assert given() == "王芳"


def test_who_stands_in_works_at_every_desk_of_who_is_away_and_is_somebody_else(
    service: ServiceUnderTest, agent: Caller, lead: Caller
) -> None:
    service.clock.set(NOW)
    days = {"from_day": "2026-11-10", "to_day": "2026-11-12"}
    for caller, substitute, code in ((agent, agent, "oneself"), (lead, agent, "not_at_this_desk")):
        answer = caller.post("/absences", {"substitute_id": str(substitute.actor.id), **days})
        assert answer.json["fields"] == {"substitute_id": [code]}
    away(agent, lead)
    again = agent.post(
        "/absences", {"substitute_id": str(lead.actor.id), "from_day": "2026-11-12", "to_day": "2026-11-13"}
    )
    assert (again.status_code, again.json["code"]) == (409, "already_away")


def test_absences_are_seen_by_those_concerned_and_the_leadership(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, lead: Caller
) -> None:
    service.clock.set(NOW)
    absence = away(agent, lead)
    assert [each["id"] for each in lead.get("/absences").json["items"]] == [absence["id"]]
    assert colleague.get("/absences").json["items"] == []
    assert colleague.post(f"/absences/{absence['id']}/end", version=1).status_code == 404
    reader = service.person("领导", READER)
    assert reader.post("/absences", {**absence_body(lead)}).status_code == 403
    assert reader.get("/cases/colleagues").status_code == 403


def absence_body(substitute: Caller) -> dict[str, str]:
    return {"substitute_id": str(substitute.actor.id), "from_day": "2026-11-10", "to_day": "2026-11-10"}


def test_who_watches_a_case_hears_of_it_until_no_longer(
    service: ServiceUnderTest, agent: Caller, colleague: Caller, create_case: CreateCase
) -> None:
    case = create_case()
    watched = step(colleague, case, "watch")
    assert (watched["watched"], watched["version"]) == (True, case["version"])
    assert "unwatch" in watched["actions"]
    assert refused(colleague, watched, "watch") == (409, "wrong_status")
    assert [each["id"] for each in colleague.get("/cases?watched=true").json["items"]] == [case["id"]]
    assert agent.get("/cases?watched=true").json["items"] == []
    step(agent, case, "said", text="还没到", channel="phone")
    [notice] = notices(service, "case_said_more")
    assert notice["to"] == [str(colleague.actor.id)]
    assert step(colleague, watched, "unwatch")["watched"] is False
    assert step(colleague, watched, "watch")["watched"] is True


def test_a_new_complaint_of_a_vip_is_told_to_the_leadership_and_the_owner(
    service: ServiceUnderTest, create_case: CreateCase, add_customer: AddCustomer
) -> None:
    owner = service.person("李经理", STAFF, roles=("customer_manager",))
    create_case(tier=Tier.POTENTIAL)
    create_case(kind="feedback", tier=Tier.VIP)
    assert notices(service, "case_vip") == []
    case = create_case(customer=add_customer(tier=Tier.VIP, owner=owner))
    [notice] = notices(service, "case_vip")
    assert (notice["permission"], notice["to"]) == ("case:lead", [str(owner.actor.id)])
    assert (notice["record_id"], notice["due_at"]) == (case["id"], case["due_at"])
