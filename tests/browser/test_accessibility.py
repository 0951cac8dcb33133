"""What everybody can read, hear and reach: every page of every role before axe-core, light and dark."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

import pytest
from playwright.sync_api import Page

from chassis.client import ServiceError
from ops.demo.accounts import PASSWORD as DEMO_PASSWORD
from ops.demo.api_client import ApiClient, eventually
from tests.browser.accessibility import every_page, serious_faults
from tests.browser.visitors import DESKTOP, PHONE, Visitor, with_demo
from tests.support.fleet import Fleet

NewVisitor = Callable[..., Visitor]
People = dict[str, str]
ROLES = (
    "service_lead", "customer_manager", "verifier", "service", "department_manager", "sales", "leadership", "auditor",
)  # fmt: skip
COLORS = "secondary primary blue azure indigo purple pink red orange yellow lime green teal cyan"
PALETTE = """colors => {
  const place = document.createElement("div");
  place.id = "palette";
  place.className = "card";
  place.innerHTML = colors.map(color => `<span class="badge bg-${color}-lt">${color}</span>`).join(" ")
    + ["success", "info", "warning", "danger"].map(tone => `<div class="alert alert-${tone}">${tone}</div>`).join("")
    + '<p class="text-danger">danger</p><p class="text-warning">warning</p><p class="text-secondary">secondary</p>'
    + '<small class="form-hint now">now</small><div class="invalid-feedback">wrong</div>'
    + '<p>a <a href="/">link</a> in a sentence</p><h3><a class="link-primary" href="/">heading</a></h3>';
  document.querySelector("main, body").append(place);
}"""


@pytest.fixture(scope="module")
def people(running: Fleet, request: pytest.FixtureRequest) -> People:
    """The user names of somebody of every role, with a record of each kind to look at."""
    admin = running.api("admin", DEMO_PASSWORD) if with_demo() else request.getfixturevalue("admin")
    root = next(unit["id"] for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)
    staff = {role: running.hire(admin, f"all.{role}", f"员工{role}", [role], root) for role in ROLES}
    _fill(staff)
    return {role: f"all.{role}" for role in ROLES} | {"administrator": "admin"}


def _fill(staff: dict[str, ApiClient]) -> None:
    sales, service, verifier = (staff[role] for role in ("sales", "service", "verifier"))
    entry = {
        "kind": "company",
        "name": "遍览陶瓷有限公司",
        "external_code": "A-1",
        "mobile": "13800138021",
        "submit": True,
    }
    made = sales.post("/customers", entry)
    verifier.post(f"/customers/{made['id']}/approve", version=made["version"])
    sales.post("/customers", {**entry, "name": "遍览待核有限公司", "external_code": "A-2", "mobile": "13800138022"})
    sales.post("/customers", {"kind": "person", "name": "遍览草稿"})
    sales.post(f"/customers/{made['id']}/contacts", {"name": "遍览联系人", "phone": "13800138023"})
    service.post(f"/customers/{made['id']}/records", {"kind": "call", "text": "客户来电询问交期。"})
    file = "姓名,手机\n遍览导入,13800138024\n".encode()
    service.upload("/imports", {"kind": "persons"}, "遍览.csv", file, key="every-page")
    said = {"customer_id": made["id"], "channel": "phone", "content": "杯子有裂纹"}
    eventually(lambda: _filed(service, {**said, "kind": "feedback"}), what="the customer to be known to feedback")
    complaint = service.post("/cases", {**said, "kind": "complaint"})
    service.post(f"/cases/{complaint['id']}/take", version=complaint["version"])
    report = service.post("/reports", {"period_from": "2018-01-01", "period_to": "2018-01-07"})
    service.post(f"/reports/{report['id']}/submit", version=report["version"])


def _filed(service: ApiClient, case: dict[str, str]) -> bool:
    try:
        service.post("/cases", case)
    except ServiceError as error:
        if "no_such_customer" in str((error.code, error.fields)):
            return False
        raise
    return True


def _shown(page: Page, theme: str) -> None:
    """The page in a theme, with nothing under way that changes its colours."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.wait_for_function("theme => document.documentElement.dataset.bsTheme === theme", arg=theme)
    page.evaluate("Promise.all(document.getAnimations().map(each => each.finished.catch(() => 0)))")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_colour_that_a_text_can_have_can_be_read(visitor: NewVisitor, people: People, theme: str) -> None:
    somebody = visitor()
    somebody.open("/sign-in")
    somebody.page.evaluate(PALETTE, COLORS.split())
    _shown(somebody.page, theme)
    assert serious_faults(somebody.page, "#palette") == []


@pytest.mark.timeout(300)
def test_every_page_of_every_role_can_be_read_heard_and_reached(visitor: NewVisitor, people: People) -> None:
    known: set[str] = set()
    faults: dict[str, list[str]] = {}
    themes = cycle(["light", "dark"])
    for role, username in people.items():
        somebody = visitor()
        somebody.sign_in(username)
        for kind in every_page(somebody, known):
            _shown(somebody.page, next(themes))
            if found := serious_faults(somebody.page):
                faults[f"{role} {kind}"] = found
    assert faults == {}
    assert len(known) > 40


@pytest.mark.whole
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_of_it_for_each_role_by_itself(visitor: NewVisitor, people: People, theme: str) -> None:
    faults: dict[str, list[str]] = {}
    for role, username in people.items():
        somebody = visitor()
        somebody.sign_in(username)
        for kind in every_page(somebody, set()):
            for width in (DESKTOP, PHONE):
                somebody.page.set_viewport_size(width)  # type: ignore[arg-type]
                _shown(somebody.page, theme)
                if found := serious_faults(somebody.page):
                    faults[f"{role} {kind} {width}"] = found
    assert faults == {}
