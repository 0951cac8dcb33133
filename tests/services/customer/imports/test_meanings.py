"""What the columns and cells of a file mean, from the file to the books: units, words, lost digits, own columns."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from chassis.testing.service import ServiceUnderTest
from chassis.values.headings import FLAW_COLUMNS
from tests.services.customer.importing import PERSONS, TRANSACTIONS, Imports, lines

SALES = "单号,客户编号,日期,数量,金额"


def refused_rows(imports: Imports, batch: dict[str, Any]) -> list[list[str]]:
    """The file of an import's refused rows."""
    with imports.author.get(f"/imports/{batch['id']}/errors.csv") as answer:
        return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def corrected(rows: list[list[str]], **changes: str) -> bytes:
    """A file of refused rows, as somebody sends it again: wrong text -> right text."""
    text = io.StringIO()
    csv.writer(text).writerows([[changes.get(cell, cell) for cell in row] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def detail(imports: Imports, code: str) -> dict[str, Any]:
    [found] = [each for each in imports.customers() if each["external_code"] == code]
    return dict(imports.author.get(f"/customers/{found['id']}").json)


def transactions(service: ServiceUnderTest) -> list[tuple[str, int, str]]:
    told = service.told("customer.transactions_recorded.v1")
    return [(fact["kind"], fact["quantity"], fact["amount"]) for each in told for fact in each["facts"]]


def test_refused_persons_come_back_corrected_and_right(imports: Imports) -> None:
    batch = imports.run(lines("编号,姓名,手机,邮箱", "BR1,回一,13900003001,", "BR2,回二,13900003002,bad"))
    rows = refused_rows(imports, batch)
    assert rows == [
        ["编号", "姓名", "手机", "邮箱", *FLAW_COLUMNS],
        ["BR2", "回二", "13900003002", "bad", "3", "邮箱", "not_an_email", "bad"],
    ]
    again = imports.upload(corrected(rows, bad="a@example.com"))
    assert [note["code"] for note in again["notes"]] == ["own_column"] * 4
    done = imports.act("start", again)
    assert (done["created"], done["rejected"]) == (1, 0)
    brought = detail(imports, "BR2")
    assert (brought["name"], brought["mobile"], brought["email"]) == ("回二", "13900003002", "a@example.com")


def test_refused_companies_come_back_corrected_and_right(imports: Imports) -> None:
    batch = imports.run(lines("客户编号,企业名称,行业,成立时间", "E1,甲公司,住宿,去年"))
    done = imports.run(corrected(refused_rows(imports, batch), 去年="2009年3月5日"))
    assert (done["kind"], done["created"]) == ("companies", 1)
    assert detail(imports, "E1")["founded_on"] == "2009-03-05"


def test_refused_transactions_come_back_corrected_and_right(service: ServiceUnderTest, imports: Imports) -> None:
    imports.bring(lines(PERSONS, "C1,陈凯,男,"))
    batch = imports.bring(lines(SALES, "T1,C1,2026-10-01,1,abc", "T2,C1,2026-10-02,2,5"), kind="transactions")
    assert (batch["created"], batch["rejected"]) == (1, 1)
    done = imports.bring(corrected(refused_rows(imports, batch), abc="12.50"), kind="transactions")
    assert (done["created"], done["rejected"]) == (1, 0)
    assert transactions(service) == [("sale", 2, "5.00"), ("sale", 1, "12.50")]


def test_a_unit_of_the_heading_multiplies_and_is_shown(service: ServiceUnderTest, imports: Imports) -> None:
    imports.bring(lines(PERSONS, "C1,陈凯,男,"))
    batch = imports.upload(
        lines("单号,客户编号,日期,数量（千件）,金额（万元）", "T1,C1,2026-10-01,1.5,100.5"), "transactions"
    )
    assert batch["notes"] == [
        {"heading": "数量（千件）", "code": "factor", "about": "1000"},
        {"heading": "金额（万元）", "code": "factor", "about": "10000"},
    ]
    imports.approve(imports.act("start", batch))
    assert transactions(service) == [("sale", 1500, "1005000.00")]


def test_a_unit_that_is_none_of_ours_leaves_the_file_waiting_for_its_author(imports: Imports) -> None:
    batch = imports.upload(lines("单号,客户编号,日期,数量,金额（美元）", "T1,C1,2026-10-01,1,100.5"), "transactions")
    assert batch["mapping"]["金额（美元）"] is None
    assert batch["notes"] == [{"heading": "金额（美元）", "code": "other_unit", "about": "美元"}]
    refused = imports.author.post(f"/imports/{batch['id']}/start", {}, version=batch["version"])
    assert refused.json["fields"] == {"amount": ["not_mapped"]}


def test_amounts_are_taken_as_offices_write_them(service: ServiceUnderTest, imports: Imports) -> None:
    imports.bring(lines(PERSONS, "C1,陈凯,男,"))
    rows = ['T1,C1,46086,1,"￥1,234.50"', "T2,C1,2026-03-04T18:00:00Z,2.0,1.2万", 'T3,C1,2026/3/5 8:05,-1,"(1,234.50)"']
    returns = lines(f"{SALES},类型", *(f"{row},{kind}" for row, kind in zip(rows, ("", "銷售", "退货"), strict=True)))
    batch = imports.bring(returns, kind="transactions")
    assert imports.flaws(batch) == []
    assert transactions(service) == [("sale", 1, "1234.50"), ("sale", 2, "12000.00"), ("return", -1, "-1234.50")]
    days = [fact["occurred_on"] for each in service.told("customer.transactions_recorded.v1") for fact in each["facts"]]
    assert days == ["2026-03-05"] * 3


def test_rows_of_the_other_kind_are_refused_by_the_column_that_says_so(imports: Imports) -> None:
    batch = imports.run(
        lines(
            "编号,名称,类别,性别,负责人",
            "M1,张混合,个人,男,",
            "M2,混合有限公司,企业,,李总",
            "M3,某某,VIP,,",
            "M4,无类,,,",
        )
    )
    assert (batch["kind"], batch["created"]) == ("persons", 2)
    assert imports.flaws(batch) == [(3, "类别", "other_kind"), (4, "类别", "unknown_choice")]


def test_numbers_without_their_digits_and_errors_of_spreadsheets_are_refused(imports: Imports) -> None:
    batch = imports.run(
        lines(
            PERSONS, "1.23456789012346e+15,甲,男,", "BRS1,#VALUE!,男,########", "BRS2,乙,#N/A,", "BRS3,冯\ufffd三,男,"
        )
    )
    assert batch["created"] == 0
    assert imports.flaws(batch) == [
        (2, "编号", "number_lost_digits"),
        (3, "姓名", "spreadsheet_error"),
        (3, "手机", "spreadsheet_error"),
        (4, "性别", "spreadsheet_error"),
        (5, "姓名", "not_a_text"),
    ]


def test_traditional_characters_and_full_width_are_read_as_others(imports: Imports) -> None:
    batch = imports.run(
        lines(
            "編號,姓名,手機,性別,婚姻狀況,出生日期,單位電話,愛好",
            "ＢＲ１１１,王岩,１３９００００１００９,女,喪偶,１９８０-０２-０３,010-62345678,圍棋",
        )
    )
    assert imports.flaws(batch) == []
    brought = detail(imports, "BR111")
    assert (brought["mobile"], brought["marital_status"], brought["birth_date"]) == (
        "13900001009",
        "widowed",
        "1980-02-03",
    )


def test_one_number_written_in_two_widths_is_one_customer(imports: Imports) -> None:
    batch = imports.run(lines(PERSONS, "BR1,甲,男,", "ＢＲ１,乙,男,"))
    assert (batch["created"], imports.flaws(batch)) == (1, [(3, "编号", "twice_in_file")])


def test_words_for_nothing_say_nothing_but_in_names_and_codes(imports: Imports) -> None:
    imports.bring(lines("编号,姓名,手机,邮箱,生日,爱好", "C1,无,无,-,/,暂无", "-,王岩,N/A,null,未填,空"))
    first, second = detail(imports, "C1"), detail(imports, "-")
    assert [first[name] for name in ("name", "mobile", "email", "birth_date", "hobbies")] == ["无", "", "", None, ""]
    assert [second[name] for name in ("name", "mobile", "email", "birth_date", "hobbies")] == ["王岩", "", "", None, ""]


def test_a_field_is_emptied_by_a_word_and_by_no_empty_cell(imports: Imports) -> None:
    imports.bring(lines("编号,姓名,爱好,生日", "C1,陈凯,围棋,1980-02-03"))
    batch = imports.run(lines("编号,姓名,爱好", "C1,陈凯,[清空]"), on_known="update")
    assert batch["updated"] == 1
    assert (detail(imports, "C1")["hobbies"], detail(imports, "C1")["birth_date"]) == ("", "1980-02-03")


def test_what_an_export_has_quoted_comes_back_as_it_was(imports: Imports) -> None:
    imports.bring(lines("编号,姓名,爱好", "C1,陈凯,'-喜欢下棋"))
    assert detail(imports, "C1")["hobbies"] == "-喜欢下棋"


LEFT_OUT = lines("编号,姓名,手机,邮箱,生日", "C1,陈凯,123,bad,31/2/1980", "C2,,13900001111,,")


def test_a_row_is_refused_for_one_bad_value_unless_the_import_is_told_to_leave_it_out(imports: Imports) -> None:
    refused = imports.run(LEFT_OUT)
    assert (refused["on_flaw"], refused["created"], refused["rejected"], refused["left_out"]) == ("refuse", 0, 2, 0)
    kept = imports.run(LEFT_OUT, on_flaw="leave_out")
    assert (kept["created"], kept["rejected"], kept["left_out"]) == (1, 1, 3)
    assert [(each["row"], each["column"], each.get("left_out")) for each in imports.errors(kept)] == [
        (2, "手机", True),
        (2, "邮箱", True),
        (2, "生日", True),
        (3, "姓名", None),
    ]
    brought = detail(imports, "C1")
    assert (brought["mobile"], brought["email"], brought["birth_date"]) == ("", "", None)
    assert len(refused_rows(imports, kept)) == 3
    assert imports.approve(kept)["status"] == "done"


def test_an_implausible_date_is_left_out_as_other_bad_values_are(imports: Imports) -> None:
    batch = imports.run(lines("编号,姓名,生日", "C1,陈凯,2999-01-01"), on_flaw="leave_out")
    assert (batch["created"], batch["left_out"], detail(imports, "C1")["birth_date"]) == (1, 1, None)


def test_what_makes_a_row_count_is_never_left_out(imports: Imports) -> None:
    imports.bring(lines(PERSONS, "C1,陈凯,男,"))
    rows = ["T1,C1,2026-10-01,1,5,换货,,", "T2,C1,2026-10-01,1,5,,vielleicht,", "T3,C1,2026-10-01,1,5,,,=1+x"]
    file = lines(f"{TRANSACTIONS},kind,void,product", *rows)
    batch = imports.run(file, kind="transactions", on_flaw="leave_out")
    assert (batch["created"], batch["rejected"], batch["left_out"]) == (1, 2, 1)


def test_transactions_that_wait_for_a_check_count_what_they_leave_out_once(imports: Imports) -> None:
    imports.bring(lines(PERSONS, "C1,陈凯,男,"))
    rows = [f"T{number},C1,2026-10-01,1,5,{'=1+x' if number == 1 else '书'}" for number in range(1, 4)]
    batch = imports.bring(lines(f"{TRANSACTIONS},product", *rows), "transactions", on_flaw="leave_out")
    assert (batch["status"], batch["created"], batch["left_out"]) == ("done", 3, 1)
    assert len(imports.errors(batch)) == 1


@pytest.mark.parametrize("heading", ["手机", "联系电话"])
def test_rows_are_found_by_a_mobile_number_however_it_is_written(imports: Imports, heading: str) -> None:
    imports.bring(lines("编号,姓名,手机", "C1,陈凯,13900001111"))
    file = lines(f"姓名,{heading},爱好", "陈凯,139 0000 1111,围棋", "王岩,13900002222,茶艺", "王岩,139-0000-2222,书法")
    batch = imports.upload(file)
    assert batch["keys"] == ["name_mobile", "mobile"]
    done = imports.act("start", batch, {"key": "mobile", "on_known": "update"})
    assert (done["created"], done["updated"]) == (1, 1)
    assert imports.flaws(done) == [(4, heading, "twice_in_file")]
    assert detail(imports, "C1")["hobbies"] == "围棋"


def test_a_number_that_several_customers_have_finds_nobody_and_with_the_name_it_does(imports: Imports) -> None:
    imports.bring(lines("编号,姓名,手机", "C1,陈凯,13900001111", "C2,陈妻,13900001111"))
    file = lines("姓名,手机,爱好", "陈妻,13900001111,茶艺")
    by_number = imports.run(file, key="mobile", on_known="update")
    assert imports.flaws(by_number) == [(2, "手机", "several_customers")]
    by_both = imports.run(file, key="name_mobile", on_known="update")
    assert (by_both["updated"], detail(imports, "C2")["hobbies"]) == (1, "茶艺")


def test_a_row_is_found_by_our_own_code_and_needs_no_name_then(imports: Imports) -> None:
    imports.bring(lines("编号,姓名,手机", "C1,陈凯,13900001111"))
    code = detail(imports, "C1")["code"]
    batch = imports.run(lines("系统编号,爱好", f"{code},围棋", "P2026999999X,茶艺"), on_known="update", kind="persons")
    assert (batch["key"], batch["updated"]) == ("code", 1)
    assert imports.flaws(batch) == [(3, "系统编号", "no_such_customer")]


def test_a_customer_without_a_number_of_its_own_comes_back_by_our_code(imports: Imports) -> None:
    imports.bring(lines("姓名,手机", "陈凯,13900001111"), key="mobile")
    [found] = imports.customers()
    file = lines("系统编号,客户编号,名称,爱好", f"{found['code']},,陈凯,围棋")
    batch = imports.run(file, on_known="update")
    assert (batch["key"], batch["updated"], batch["rejected"]) == ("external_code", 1, 0)
    numbered = imports.run(lines("系统编号,客户编号,名称", f"{found['code']},N1,陈凯"), on_known="update")
    assert imports.flaws(numbered) in ([], [(2, "客户编号", "needs_check")])


def test_our_own_code_in_the_place_of_theirs_finds_its_customer(imports: Imports) -> None:
    imports.bring(lines("编号,姓名,手机", "C1,陈凯,13900001111"))
    code = detail(imports, "C1")["code"]
    batch = imports.run(lines("编号,姓名,爱好", f"{code},陈凯,围棋"), on_known="update")
    assert (batch["created"], batch["updated"], detail(imports, "C1")["hobbies"]) == (0, 1, "围棋")


def test_a_row_that_names_two_customers_changes_neither(imports: Imports) -> None:
    imports.bring(lines("编号,姓名,手机", "C1,陈凯,13900001111", "C2,王岩,13900002222"))
    code = detail(imports, "C1")["code"]
    batch = imports.run(lines("系统编号,客户编号,名称,爱好", f"{code},C2,王岩,围棋"), on_known="update")
    assert (batch["updated"], imports.flaws(batch)) == (0, [(2, "系统编号", "two_customers")])


def test_a_number_of_its_own_that_another_has_is_not_given_twice(imports: Imports) -> None:
    imports.bring(lines("编号,姓名,手机", "C1,陈凯,13900001111"))
    batch = imports.run(lines("编号,姓名,手机", "C1,王岩,13900002222"), key="mobile")
    assert (batch["created"], imports.flaws(batch)) == (0, [(2, "编号", "already_taken")])


def test_a_key_whose_column_is_missing_or_of_another_kind_is_refused(imports: Imports) -> None:
    batch = imports.upload(lines("姓名,爱好", "陈凯,围棋"))
    path, version = f"/imports/{batch['id']}/start", batch["version"]
    for key, wrong in (
        ("external_id", {"key": ["unknown_choice"]}),
        ("mobile", {"mobile": ["not_mapped"]}),
        ("code", {"code": ["not_mapped"]}),
        ("", {"external_code": ["not_mapped"]}),
    ):
        assert imports.author.post(path, {"key": key}, version=version).json["fields"] == wrong


def test_rows_found_by_a_number_are_given_back_and_taken_back(imports: Imports) -> None:
    batch = imports.run(lines("姓名,手机", "陈凯,13900001111", "王岩,13900002222"), key="name_mobile")
    returned = imports.checker.post(
        f"/imports/{batch['id']}/return-rows", {"rows": [2], "reason": "号码不对"}, version=batch["version"]
    )
    assert (returned.status_code, returned.json["created"]) == (200, 1)
    assert {each["name"]: each["status"] for each in imports.customers()} == {"陈凯": "returned", "王岩": "submitted"}
    imports.act("take-back", imports.get(batch["id"]))
    assert {each["name"]: each["status"] for each in imports.customers()}["王岩"] == "disabled"
