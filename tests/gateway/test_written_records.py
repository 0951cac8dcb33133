"""The pages of records that some write and others approve, of every kind there is: list, form, page, actions."""

from __future__ import annotations

from collections.abc import Callable

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone
from tests.support.written import WRITTEN, Written

Enter = Callable[..., Browser]


def test_a_record_is_written_mended_and_approved_on_its_page(enter: Enter, scenario: Scenario) -> None:
    for kind in WRITTEN:
        department = scenario.department()
        author, judge = (scenario.hire(roles[0], department=department) for roles in (kind.writers, kind.approvers))
        story(kind, author, enter(author, "zh"), enter(judge, "zh"))


def story(kind: Written, author: Someone, writer: Browser, judge: Browser) -> None:
    """From the empty list to the approved record, and what each of the two is offered on the way."""
    listed = writer.get(kind.path).text
    assert f"还没有{kind.zh}" in listed
    assert f"新建{kind.zh}" in listed
    assert f"新建{kind.zh}" not in judge.get(kind.path).text
    assert f'href="{kind.path}"' in writer.get("/").text

    refused = writer.post(kind.path, {"name": ""})
    assert (refused.status_code, "请填写" in refused.text) == (422, True), refused.text
    made = writer.post(kind.path, {"name": "第一份"})
    assert made.status_code == 303, made.text
    at = made.location

    mended = writer.post(at, {"name": "第二份", "notes": "更清楚", "version": "1"}, headers=HTMX)
    assert "第二份" in mended.text
    waiting = writer.post(f"{at}/submit", {"version": "2"}, headers=HTMX)
    assert "待审批" in waiting.text
    assert f'action="{at}/approve"' not in waiting.text
    assert f'action="{at}/approve"' in judge.get(at).text
    assert "第二份" in judge.get(f"{kind.path}?status=submitted&sort=-name").text

    back = judge.post(f"{at}/return", {"comment": "请补充", "version": "3"}, headers=HTMX)
    assert "请补充" in back.text
    writer.post(f"{at}/submit", {"version": "4"}, headers=HTMX)
    done = judge.post(f"{at}/approve", {"version": "5"}, headers=HTMX)
    assert "已批准" in done.text
    assert author.api.get(f"{kind.path}/count?status=approved")["count"] == 1
