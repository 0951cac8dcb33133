"""What the pages of each section make of the services."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest

from tests.gateway.browsers import HTMX, Browser
from tests.gateway.scenario import Scenario, Someone

Enter = Callable[..., Browser]
FILE = "编号,姓名,其他\n{0}1,张三,一\n{0}2,=cmd|x,二\n"


@pytest.fixture(scope="module")
def bringer(scenario: Scenario) -> Someone:
    """Somebody who may run and check imports."""
    return scenario.who_may(
        {"import:run": "own", "import:verify": "all", "customer:read": "own", "customer:write": "own"}
    )


def test_the_columns_of_a_file_are_assigned_by_the_person(enter: Enter, scenario: Scenario, bringer: Someone) -> None:
    batch = scenario.upload(bringer, FILE.format("S"))
    browser, path = enter(bringer), f"/imports/{batch['id']}"
    page = browser.get(path).text
    assert "A formula is not taken as a value." in page
    assert "Import 2 rows<" in page
    fields = {"column:编号": "external_code", "column:姓名": "name", "column:其他": "region"}
    version = {"version": str(batch["version"])}
    assert browser.post(f"{path}/mapping", fields | version, headers=HTMX).status_code == 200
    now = bringer.api.get(path)
    assert now["mapping"] == {"编号": "external_code", "姓名": "name", "其他": "region"}
    assert browser.post(f"{path}/mapping", fields | version, headers=HTMX).status_code == 412
    fields |= {"column:其他": "", "version": str(now["version"])}
    browser.post(f"{path}/mapping", fields)
    assert bringer.api.get(path)["mapping"]["其他"] is None


def test_two_columns_of_one_field_are_named_both_and_the_choice_stays(
    enter: Enter, scenario: Scenario, bringer: Someone
) -> None:
    batch = scenario.upload(bringer, FILE.format("V"))
    browser, path = enter(bringer), f"/imports/{batch['id']}"
    page = browser.get(path).text
    assert "张三" in re.findall(r"<td[^>]*>.*?</td>", page.split('name="column:姓名"')[1], re.S)[0]
    fields = {"column:编号": "external_code", "column:姓名": "region", "column:其他": "region"}
    refused = browser.post(f"{path}/mapping", fields | {"version": str(batch["version"])}, headers=HTMX)
    assert refused.status_code == 422
    assert refused.text.count("Another column means this field already.") == 2
    for column in ("姓名", "其他"):
        chooser = refused.text.split(f'name="column:{column}"')[1].split("</select>")[0]
        assert 'aria-invalid="true"' in chooser
        assert '<option value="region" selected' in chooser


def test_of_each_column_it_is_said_what_its_heading_does(enter: Enter, scenario: Scenario, bringer: Someone) -> None:
    batch = scenario.upload(
        bringer, f"编号,姓名,手机,联系手机,地址（备用）,退回行 rejected_row\nN{bringer.username},赵,,,,\n"
    )
    page = enter(bringer).get(f"/imports/{batch['id']}").text
    said = {name: page.split(f'name="column:{name}"')[1].split("</td>")[0] for name in batch["headings"]}
    assert "“联系手机” may mean the same: only one of them is read." in said["手机"]
    assert "“手机” may mean the same: only one of them is read." in said["联系手机"]
    assert "“备用” is not understood: the column is left out unless you say what it is." in said["地址（备用）"]
    assert "Guanxi keeps this column itself: it is not read." in said["退回行 rejected_row"]
    assert "form-hint" not in said["姓名"]


def test_a_file_is_started_by_the_chosen_key_and_leaves_single_values_out(
    enter: Enter, scenario: Scenario, bringer: Someone
) -> None:
    batch = scenario.upload(bringer, "姓名,手机,邮箱\n钱六,13912340001,bad\n")
    browser, path = enter(bringer), f"/imports/{batch['id']}"
    chooser = browser.get(path).text.split('name="key"')[1].split("</select>")[0]
    assert re.findall(r'value="(\w+)"', chooser) == ["name_mobile", "mobile"]
    body = {"version": str(batch["version"]), "on_known": "update", "key": "mobile", "on_flaw": "leave_out"}
    browser.post(f"{path}/start", body)
    now = scenario.until(bringer, path, "waiting_check")
    assert (now["key"], now["created"], now["left_out"]) == ("mobile", 1, 1)
    assert "Values left out" in browser.get(path).text
    assert "Stored without this value" in browser.get(f"{path}/errors").text


def test_who_checks_a_file_sees_its_rows_and_gives_some_back(
    enter: Enter, scenario: Scenario, bringer: Someone
) -> None:
    batch = scenario.upload(bringer, "编号,姓名\n" + "".join(f"U{bringer.username}{n},赵{n}\n" for n in range(4)))
    author, verifier, path = enter(bringer), enter(scenario.of("verifier")), f"/imports/{batch['id']}"
    author.post(f"{path}/start", {"version": str(batch["version"]), "on_known": "update"})
    waiting = scenario.until(bringer, path, "waiting_check")
    assert "赵3" in verifier.get(f"{path}/sample").text
    assert 'name="row" value="3" form="return-rows"' in verifier.get(f"{path}/rows").text
    assert 'name="row"' not in author.get(f"{path}/sample").text
    nothing = verifier.post(f"{path}/return_rows", {"version": str(waiting["version"]), "reason": "不符"}, headers=HTMX)
    assert "Tick the rows, or type their numbers." in nothing.text
    back = {"version": str(waiting["version"]), "row": "2", "rows": "4-5", "reason": "与表格不符"}
    verifier.post(f"{path}/return_rows", back)
    now = bringer.api.get(path)
    assert (now["created"], now["rejected"]) == (1, 3)
    assert "与表格不符" in author.get(f"{path}/errors").text
    assert "Given back by who checked it." in verifier.get(f"{path}/sample").text


def test_an_import_is_checked_by_anybody_but_its_author_and_taken_back_by_one_step(
    enter: Enter, scenario: Scenario, bringer: Someone
) -> None:
    batch = scenario.upload(bringer, FILE.format(f"T{bringer.username}"))
    author, verifier, path = enter(bringer), enter(scenario.of("verifier")), f"/imports/{batch['id']}"
    started = author.post(f"{path}/start", {"version": str(batch["version"]), "on_known": "update"})
    assert (started.status_code, started.location) == (303, path)
    waiting = scenario.until(bringer, path, "waiting_check")
    assert f'action="{path}/approve"' not in author.get(path).text
    assert f'action="{path}/approve"' in verifier.get(path).text

    rejected = author.get(f"{path}/errors.csv")
    assert rejected.mimetype == "text/csv"
    assert rejected.data.startswith("\ufeff".encode())
    assert "=cmd|x" in rejected.text
    assert "attachment" in rejected.headers["Content-Disposition"]

    approved = verifier.post(f"{path}/approve", {"version": str(waiting["version"])})
    assert (approved.status_code, approved.location) == (303, path)
    done = scenario.until(bringer, path, "done")
    [entered] = bringer.api.get("/customers", q=f"T{bringer.username}1")["items"]
    assert entered["status"] == "active"
    back = author.post(f"{path}/take_back", {"version": str(done["version"])})
    assert (back.status_code, back.location) == (303, path)
    scenario.until(bringer, f"/customers/{entered['id']}", "disabled")


def test_a_draft_of_a_policy_is_kept_with_whole_numbers_and_all_chosen_kinds(enter: Enter, scenario: Scenario) -> None:
    editor = scenario.of("customer_manager")
    draft = editor.api.post("/tiers/policies")
    path = f"/tiers/policies/{draft['id']}"
    fields = {name: str(draft[name]) for name in ("potential_amount", "potential_quantity", "vip_amount", "combine")}
    fields |= {"window_months": "11", "grace_days": "7", "note": "", "version": str(draft["version"])}
    browser = enter(editor)
    wrong = browser.post(path, {**fields, "vip_quantity": "many", "kinds": ["sale", "return"]})
    assert wrong.status_code == 422
    assert 'value="many"' in wrong.text
    assert 'id="f-edit-vip_quantity-error"' in wrong.text
    answer = browser.post(path, {**fields, "vip_quantity": "31", "kinds": ["sale", "return"]})
    assert (answer.status_code, answer.location) == (303, path)
    kept = editor.api.get(path)
    assert kept["kinds"] == ["sale", "return"]
    assert (kept["window_months"], kept["vip_quantity"], kept["grace_days"]) == (11, 31, 7)


def test_trying_a_draft_out_and_putting_it_in_force_act_on_what_the_form_shows(
    enter: Enter, scenario: Scenario
) -> None:
    editor = scenario.of("customer_manager")
    draft = editor.api.post("/tiers/policies")
    browser, path = enter(editor), f"/tiers/policies/{draft['id']}"
    typed = {name: str(draft[name]) for name in ("window_months", "combine", "grace_days", "potential_amount")}
    typed |= {"potential_quantity": "10", "vip_amount": "777.00", "vip_quantity": "20", "kinds": "sale", "note": ""}
    refused = browser.post(f"{path}/trial", {**typed, "vip_amount": "1.00"}, headers=HTMX)
    assert refused.status_code == 422
    assert "VIP takes at least as much as potential does." in refused.text
    assert 'value="1.00"' in refused.text
    tried = browser.post(f"{path}/trial", typed, headers=HTMX)
    assert (tried.status_code, tried.headers["HX-Retarget"]) == (200, "#trial")
    assert "would rise" in tried.text
    assert editor.api.get(path)["vip_amount"] == draft["vip_amount"]
    refused = browser.post(f"{path}/activate", {**typed, "vip_amount": "1.00", "version": "1"}, headers=HTMX)
    assert "VIP takes at least as much as potential does." in refused.text
    browser.post(f"{path}/activate", {**typed, "version": str(draft["version"])})
    now = editor.api.get(path)
    assert (now["status"], now["vip_amount"], now["potential_quantity"]) == ("active", "777.00", 10)


def test_only_a_draft_can_be_changed_tried_out_and_put_in_force(enter: Enter, scenario: Scenario) -> None:
    editor, reader = scenario.of("customer_manager"), scenario.who_may({"tier:read": "all"})
    draft = editor.api.post("/tiers/policies")
    policies = editor.api.get("/tiers/policies")["items"]
    [active] = [each for each in policies if each["status"] == "active"]
    browser = enter(editor)
    assert f'action="/tiers/policies/{draft["id"]}/activate"' in browser.get(f"/tiers/policies/{draft['id']}").text
    for who, policy in ((browser, active), (enter(reader), draft)):
        page = who.get(f"/tiers/policies/{policy['id']}")
        assert page.status_code == 200
        assert 'method="post" action="/tiers' not in page.text


def test_the_pdf_of_a_report_is_passed_through(enter: Enter, scenario: Scenario) -> None:
    report = scenario.report()
    answer = enter(scenario.of("service")).get(f"/reports/{report['id']}/pdf")
    assert (answer.data[:5], answer.mimetype) == (b"%PDF-", "application/pdf")
    assert answer.data.rstrip().endswith(b"%%EOF")
    assert f"{report['code']}.pdf" in answer.headers["Content-Disposition"]


def test_a_change_of_verified_data_is_compared_and_decided(enter: Enter, scenario: Scenario) -> None:
    seller, browser = scenario.of("sales"), enter(scenario.of("verifier"))
    customer = scenario.customer(seller, mobile="13800138000")
    see = f"/customers/{customer['id']}"
    asked = scenario.patch(seller, see, {"mobile": "13900139000"}, customer["version"])["change_request"]
    page = browser.get("/checks/changes").text
    assert "13800138000" in page
    assert "13900139000" in page
    path, version = f"/checks/changes/{asked['id']}", {"version": str(asked["version"])}
    refused = browser.post(f"{path}/reject", version)
    assert refused.status_code == 422
    assert "Please fill this in." in refused.text
    assert browser.post(f"{path}/approve", version).location == "/checks/changes"
    assert seller.api.get(see)["mobile"] == "13900139000"


def test_a_role_is_sent_with_the_scopes_that_were_chosen(enter: Enter, scenario: Scenario) -> None:
    code = f"trainee_{next(scenario.numbers)}"
    fields = {"code": code, "name_zh": "实习", "name_en": "Trainee"}
    fields |= {"permission:customer:read": "own", "permission:case:read": ""}
    assert enter(scenario.administrator).post("/staff/roles/new", fields).location == "/staff/roles"
    [role] = [each for each in scenario.admin.pages("/roles") if each["code"] == code]
    assert role["permissions"] == {"customer:read": "own"}


def test_a_case_received_at_a_time_of_the_company_is_sent_with_its_zone(enter: Enter, scenario: Scenario) -> None:
    clerk, customer = scenario.of("service"), scenario.customer(scenario.of("sales"))
    scenario.case(customer)
    fields = {"customer_code": customer["code"], "kind": "feedback", "channel": "phone", "content": "很好"}
    answer = enter(clerk).post("/cases/new", fields | {"received_at": "2026-10-01T08:15"})
    assert answer.status_code == 303
    case = clerk.api.get(answer.location)
    assert datetime.fromisoformat(case["received_at"]) == datetime(2026, 10, 1, 0, 15, tzinfo=UTC)
    assert (case["customer_code"], case["content"]) == (customer["code"], "很好")


def test_what_a_customers_trail_means_is_told_in_words(enter: Enter, scenario: Scenario) -> None:
    seller = scenario.of("sales")
    draft = scenario.entry(seller, submit=False, region="北京", external_code=f"R{next(scenario.numbers)}")
    see = f"/customers/{draft['id']}"
    changed = scenario.patch(seller, see, {"region": "上海"}, draft["version"])
    handed_in: Any = seller.api.post(f"{see}/submit", version=changed["version"])
    scenario.of("verifier").api.post(f"{see}/approve", version=handed_in["version"])
    scenario.rise(seller, draft)
    page = enter(seller).get(f"{see}/changes", headers=HTMX).text
    assert "Checked and approved" in page
    assert "<del>Ordinary</del> → <ins>VIP</ins>" in page
    assert "the system" in page
    assert "Region: <del>北京</del> → <ins>上海</ins>" in page
    for untold in ("sort_key", "verified_by", "tier_version"):
        assert untold not in page


def test_the_columns_that_a_file_of_cases_lacks_are_named(enter: Enter, scenario: Scenario) -> None:
    clerk = enter(scenario.of("service"))
    refused = clerk.post("/cases/file", {"file": (BytesIO("时间,编号,类型\n1,2,3\n".encode()), "十月的.csv")})
    assert refused.status_code == 422
    assert "Columns that the file lacks: Channel, Content" in refused.text


def test_a_file_of_cases_waits_for_somebody_else_of_the_lead_desk(enter: Enter, scenario: Scenario) -> None:
    code = scenario.customer(scenario.of("sales"))["code"]
    content = f"时间,编号,渠道,类型,内容\n2026-10-01 08:00,{code},电话,反馈,等人核对的\n".encode()
    clerk, lead = enter(scenario.of("service")), enter(scenario.of("service_lead"))
    sent = clerk.post("/cases/file", {"file": (BytesIO(content), "十月的.csv")})
    assert "The file waits" in sent.text
    path = sent.text.split('href="/cases/files/')[1].split('"')[0]
    assert "wait for your check" in lead.get("/home/case_files").text.replace("waits", "wait")
    assert f"/cases/files/{path}" in lead.get("/cases/files").text
    page = lead.get(f"/cases/files/{path}").text
    assert "等人核对的" in page
    assert f'action="/cases/files/{path}/approve"' in page
    assert f'action="/cases/files/{path}/approve"' not in clerk.get(f"/cases/files/{path}").text
    version = page.split('name="version" value="')[1].split('"')[0]
    assert "Approved" in lead.post(f"/cases/files/{path}/approve", {"version": version}, follow_redirects=True).text


def test_home_shows_reports_to_who_reviews_them_and_drafts_to_who_writes_them(enter: Enter, scenario: Scenario) -> None:
    writer, reviewer = scenario.hire("service"), scenario.of("customer_manager")
    made = writer.api.post("/reports", {"period_from": "2018-03-01", "period_to": "2018-03-02"})
    browser, manager = enter(writer), enter(reviewer)
    assert made["code"] in browser.get("/home/my_reports").text
    assert made["code"] not in manager.get("/home/reports").text
    writer.api.post(f"/reports/{made['id']}/submit", version=made["version"])
    assert made["code"] not in browser.get("/home/my_reports").text
    assert made["code"] in manager.get("/home/reports").text
    assert browser.get("/home/reports").status_code == 404
