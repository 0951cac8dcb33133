"""What the pages of each section send to the services."""

from collections.abc import Callable
from typing import Any

from tests.gateway.conftest import HTMX, Browser
from tests.gateway.outside import Outside
from tests.gateway.sample import STAFF

Services = dict[str, Outside]
SignIn = Callable[..., Browser]
ID = "0192f0c1-0000-7000-8000-0000000000c1"
POLICY: dict[str, Any] = {
    "id": ID,
    "version": 2,
    "number": 3,
    "status": "draft",
    "window_months": 12,
    "kinds": ["sale"],
    "potential_amount": "300.00",
    "potential_quantity": 10,
    "vip_amount": "1000.00",
    "vip_quantity": 30,
    "combine": "both",
    "grace_days": 30,
    "note": "",
}
IMPORT: dict[str, Any] = {
    "id": ID,
    "version": 4,
    "status": "mapped",
    "kind": "persons",
    "filename": "a.csv",
    "size": 10,
    "author_id": STAFF["id"],
    "author_name": "王芳",
    "created_at": "2026-11-20T20:30:00+00:00",
    "headings": ["编号", "姓名", "其他"],
    "mapping": {"编号": "external_code", "姓名": "name", "其他": None},
    "fields": ["external_code", "name", "region"],
    "required": ["external_code", "name"],
    "preview": [{"row": 2, "values": ["1", "=cmd|x", ""], "errors": [{"row": 2, "column": "姓名", "code": "formula"}]}],
    "rows_total": 1,
}


def test_the_columns_of_a_file_are_assigned_by_the_person(sign_in: SignIn, services: Services) -> None:
    customer = services["customer"]
    customer.says("GET", f"/v1/imports/{ID}", IMPORT)
    customer.says("POST", f"/v1/imports/{ID}/mapping", IMPORT)
    browser = sign_in()
    page = browser.get(f"/imports/{ID}").text
    assert "A formula is not taken as a value." in page
    assert "Import 1 row<" in page
    fields = {"column:编号": "external_code", "column:姓名": "name", "column:其他": "", "version": "4"}
    assert browser.post(f"/imports/{ID}/mapping", fields, headers=HTMX).status_code == 200
    [asked] = customer.asked("POST", f"/v1/imports/{ID}/mapping")
    assert asked.json == {"mapping": {"编号": "external_code", "姓名": "name", "其他": None}}
    assert asked.headers["If-Match"] == '"4"'


def test_a_batch_is_offered_for_its_check_to_anybody_but_its_author(sign_in: SignIn, services: Services) -> None:
    waiting = {**IMPORT, "status": "waiting_check"}
    services["customer"].says("GET", f"/v1/imports/{ID}", waiting)
    assert f'action="/imports/{ID}/approve"' not in sign_in().get(f"/imports/{ID}").text
    services["customer"].says("GET", f"/v1/imports/{ID}", {**waiting, "author_id": ID})
    assert f'action="/imports/{ID}/approve"' in sign_in().get(f"/imports/{ID}").text


def test_an_import_is_taken_back_by_one_step(sign_in: SignIn, services: Services) -> None:
    services["customer"].says("GET", f"/v1/imports/{ID}", {**IMPORT, "status": "done"})
    services["customer"].says("POST", f"/v1/imports/{ID}/take-back", IMPORT)
    answer = sign_in().post(f"/imports/{ID}/take_back", {"version": "4"})
    assert (answer.status_code, answer.location) == (303, f"/imports/{ID}")
    assert len(services["customer"].asked("POST", f"/v1/imports/{ID}/take-back")) == 1


def test_the_rejected_rows_come_as_the_service_gives_them(sign_in: SignIn, services: Services) -> None:
    content = "\ufeffrow,column\r\n2,姓名\r\n".encode()
    services["customer"].says("GET", f"/v1/imports/{ID}/errors.csv", content, Content_Type="text/csv; charset=utf-8")
    answer = sign_in().get(f"/imports/{ID}/errors.csv")
    assert answer.data == content
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_draft_of_a_policy_is_sent_with_whole_numbers_and_all_chosen_kinds(
    sign_in: SignIn, services: Services
) -> None:
    services["reporting"].says("PATCH", f"/v1/tiers/policies/{ID}", POLICY)
    fields = {name: str(value) for name, value in POLICY.items() if name not in {"id", "kinds", "status", "number"}}
    fields |= {"version": "2", "vip_quantity": "many", "kinds": ["sale", "return"]}  # type: ignore[dict-item]
    sign_in().post(f"/tiers/policies/{ID}", fields)
    [asked] = services["reporting"].asked("PATCH", f"/v1/tiers/policies/{ID}")
    assert asked.json["kinds"] == ["sale", "return"]
    assert (asked.json["window_months"], asked.json["vip_amount"], asked.json["vip_quantity"]) == (
        12,
        "1000.00",
        "many",
    )


def test_only_a_draft_can_be_changed_tried_out_and_put_in_force(sign_in: SignIn, services: Services) -> None:
    reporting = services["reporting"]
    reporting.says("GET", f"/v1/tiers/policies/{ID}", POLICY)
    assert f"/tiers/policies/{ID}/activate" in sign_in().get(f"/tiers/policies/{ID}").text
    reporting.says("GET", f"/v1/tiers/policies/{ID}", {**POLICY, "status": "active"})
    assert 'method="post" action="/tiers' not in sign_in().get(f"/tiers/policies/{ID}").text
    reader = sign_in({"tier:read": "all"})
    reporting.says("GET", f"/v1/tiers/policies/{ID}", POLICY)
    assert 'method="post" action="/tiers' not in reader.get(f"/tiers/policies/{ID}").text


def test_the_pdf_of_a_report_is_passed_through(sign_in: SignIn, services: Services) -> None:
    services["reporting"].says(
        "GET",
        f"/v1/reports/{ID}/pdf",
        b"%PDF-1.7 ...",
        Content_Type="application/pdf",
        Content_Disposition='attachment; filename="R2026000001A.pdf"',
    )
    answer = sign_in().get(f"/reports/{ID}/pdf")
    assert (answer.data, answer.mimetype) == (b"%PDF-1.7 ...", "application/pdf")
    assert "R2026000001A.pdf" in answer.headers["Content-Disposition"]


def test_a_change_of_verified_data_is_compared_and_decided(sign_in: SignIn, services: Services) -> None:
    customer = services["customer"]
    request = {"id": ID, "version": 1, "customer_id": ID, "customer_code": "P1", "customer_name": "张三"}
    request |= {"changes": {"mobile": ["13800138000", "13900139000"]}, "author_id": ID, "author_name": "刘洋"}
    request |= {"created_at": "2026-11-20T20:30:00+00:00"}
    customer.says("GET", "/v1/change-requests", {"items": [request], "next": None})
    customer.refuses("POST", f"/v1/change-requests/{ID}/reject", 422, "invalid", reason=["required"])
    browser = sign_in()
    page = browser.get("/checks/changes").text
    assert "13800138000" in page
    assert "13900139000" in page
    refused = browser.post(f"/checks/changes/{ID}/reject", {"version": "1"})
    assert refused.status_code == 422
    assert "Please fill this in." in refused.text
    customer.says("POST", f"/v1/change-requests/{ID}/approve", request)
    assert browser.post(f"/checks/changes/{ID}/approve", {"version": "1"}).location == "/checks/changes"


def test_a_role_is_sent_with_the_scopes_that_were_chosen(sign_in: SignIn, services: Services) -> None:
    services["auth"].says("POST", "/v1/roles", {"id": ID}, 201)
    fields = {"code": "trainee", "name_zh": "实习", "name_en": "Trainee"}
    fields |= {"permission:customer:read": "own", "permission:case:read": ""}
    assert sign_in().post("/staff/roles/new", fields).location == "/staff/roles"
    [asked] = services["auth"].asked("POST", "/v1/roles")
    assert asked.json["permissions"] == {"customer:read": "own"}


def test_a_case_received_at_a_time_of_the_company_is_sent_with_its_zone(sign_in: SignIn, services: Services) -> None:
    services["feedback"].says("POST", "/v1/cases", {"id": ID, "code": "F1"}, 201)
    fields = {"customer_code": "P1", "kind": "feedback", "channel": "phone", "content": "很好"}
    assert sign_in().post("/cases/new", fields | {"received_at": "2026-11-20T08:15"}).location == f"/cases/{ID}"
    [asked] = services["feedback"].asked("POST", "/v1/cases")
    assert asked.json == fields | {"received_at": "2026-11-20T08:15:00+08:00"}


def test_what_a_customers_trail_means_is_told_in_words(sign_in: SignIn, services: Services) -> None:
    changes = [
        {"action": "changed", "changes": {"status": ["submitted", "active"], "verified_by": [None, "x"]}},
        {"action": "changed", "changes": {"tier": ["ordinary", "vip"], "tier_version": [0, 1]}},
        {"action": "changed", "changes": {"region": ["北京", "上海"], "sort_key": ["a", "b"]}},
    ]
    items = [
        {**each, "id": ID, "at": "2026-11-20T20:30:00+00:00", "actor_name": name, "origin": "10.0.0.1"}
        for each, name in zip(changes, ["李强", "system", "王芳"], strict=True)
    ]
    services["customer"].says("GET", f"/v1/customers/{ID}/changes", {"items": items, "next": None})
    page = sign_in().get(f"/customers/{ID}/changes", headers=HTMX).text
    assert "Checked and approved" in page
    assert "<del>Ordinary</del> → <ins>VIP</ins>" in page
    assert "the system" in page
    assert "Region: <del>北京</del> → <ins>上海</ins>" in page
    for untold in ("sort_key", "verified_by", "tier_version"):
        assert untold not in page
