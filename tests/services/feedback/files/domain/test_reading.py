"""Files of feedback and complaints: what is read of them, and what is refused as a whole."""

from __future__ import annotations

import gzip
from zoneinfo import ZoneInfo

import pytest

from chassis.errors import Invalid
from chassis.tables.problems import Choice
from chassis.values.headings import FLAW_COLUMNS
from services.feedback.files.domain import reading
from services.feedback.files.domain.reading import (
    CHANNEL,
    COLUMNS,
    GIVEN_OUT,
    KIND,
    CaseLines,
    read_cases,
    row_given_out,
)
from tests.support.tables import workbook

ZONE = ZoneInfo("Asia/Shanghai")
HEAD = "时间,客户编号,渠道,类型,内容"
ROW = "2026-10-19 21:21,C1,电话,投诉,送餐太慢"


def read(*rows: str, head: str = HEAD, encoding: str = "utf-8") -> CaseLines:
    return read_cases("\r\n".join([head, *rows]).encode(encoding), ZONE)


def refusal(content: bytes) -> list[str]:
    with pytest.raises(Invalid) as refused:
        read_cases(content, ZONE)
    return list(refused.value.fields["file"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_row_is_a_case_in_our_words(encoding: str) -> None:
    [line] = read(ROW, encoding=encoding).lines
    assert line.number == 2
    assert {name: value for name, value in line.case.items() if name != "external_id"} == {
        "received_at": "2026-10-19T21:21:00+08:00",
        "customer_code": "C1",
        "channel": "phone",
        "kind": "complaint",
        "content": "送餐太慢",
    }


def test_a_packed_file_says_the_same() -> None:
    content = f"{HEAD}\n{ROW}\n".encode()
    assert read_cases(gzip.compress(content), ZONE) == read_cases(content, ZONE)


def test_the_same_row_has_the_same_id_wherever_it_stands_and_twice_is_two() -> None:
    other = ROW.replace("C1", "C2")
    first = [line.case["external_id"] for line in read(ROW, other, ROW).lines]
    second = [line.case["external_id"] for line in read(other, ROW, ROW).lines]
    assert len(set(first)) == 3
    assert set(first) == set(second)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-10-19T21:21+02:00", "2026-10-19T21:21:00+02:00"),
        ("2026/10/19", "2026-10-19T00:00:00+08:00"),
        ("2026/10/1 8:05", "2026-10-01T08:05:00+08:00"),
        ("2026年10月1日 8:05:09", "2026-10-01T08:05:09+08:00"),
        ("２０２６－１０－１９　２１：２１", "2026-10-19T21:21:00+08:00"),
        ("46296.337", "2026-10-01T08:05:17+08:00"),
        ("19/10/2026 21:21", "19/10/2026 21:21"),
        ("gestern", "gestern"),
    ],
)
def test_a_time_without_a_zone_is_meant_at_home_and_what_is_none_stays(said: str, meant: str) -> None:
    [line] = read(ROW.replace("2026-10-19 21:21", said)).lines
    assert line.case["received_at"] == meant


def test_empty_rows_are_left_out_and_counted_on() -> None:
    assert [line.number for line in read(ROW, ",,,,", "", ROW).lines] == [2, 5]


def test_what_is_missing_or_strange_in_a_row_is_left_to_the_check_of_its_fields() -> None:
    [line] = read("2026-10-19,C1,传真").lines
    assert line.case["channel"] == "传真"
    assert "kind" not in line.case
    assert "content" not in line.case


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b" \r\n ", "empty_file"),
        (HEAD.encode(), "no_rows"),
        (b"PK\x03\x04rest", "half_a_file"),
        (b"%PDF-1.7", "not_a_table"),
        (f'{HEAD}\n2026-10-19,C1,"电话,投诉,x\n'.encode(), "open_quote"),
        (b"\xff\xff\xff", "wrong_encoding"),
        (gzip.compress(HEAD.encode() * 100, mtime=0)[:-9], "half_a_file"),
    ],
)
def test_what_is_no_file_of_cases_is_refused_with_a_reason(content: bytes, code: str) -> None:
    assert refusal(content) == [code]


def test_a_file_may_have_so_many_rows_and_not_one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    assert len(read(ROW, ROW).lines) == 2
    assert refusal("\n".join([HEAD, ROW, ROW, ROW]).encode()) == ["too_many_rows"]


def test_a_cell_may_be_so_long_and_not_one_character_more() -> None:
    long, longer = read(*(f"2026-10-19,C1,电话,投诉,{'x' * length}" for length in (32_767, 32_768))).lines
    assert (len(long.case["content"]), long.flaw) == (32_767, None)
    assert longer.flaw == ("content", "cell_too_large")


def test_a_file_may_unpack_to_so_much_and_not_one_byte_more(monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"{HEAD}\n{ROW}\n".encode()
    monkeypatch.setattr(reading, "LARGEST", len(content))
    assert len(read_cases(gzip.compress(content), ZONE).lines) == 1
    monkeypatch.setattr(reading, "LARGEST", len(content) - 1)
    assert refusal(gzip.compress(content)) == ["too_large_unpacked"]


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("received_at", "received_at 时间 日期 收到时间 反馈时间 投诉时间 时间（收到） 受理时间 時間 來電時間"),
        ("customer_code", "customer_code 编号 客户编号 客户代码 客户编码 客户 客戶編號 客户编号（必填）"),
        ("channel", "channel 渠道 方式 来源 反馈渠道"),
        ("kind", "kind 类型 类别 工单类型"),
        ("content", "content 内容 反馈内容 投诉内容 反馈 问题描述"),
    ],
)
def test_a_column_is_known_by_any_of_its_headings(field: str, headings: str) -> None:
    usual = dict(zip(COLUMNS.fields, HEAD.split(","), strict=True))
    for heading in headings.split():
        found = read(ROW, head=",".join((usual | {field: f" {heading.title()} "}).values()))
        assert found.headings[field] == heading.title()
        assert found.lines[0].case.keys() >= set(COLUMNS.fields)


def test_words_of_both_languages_mean_the_same() -> None:
    kinds = {"feedback": "反馈 表扬 建议 咨询 意见", "complaint": "投诉 抱怨 投訴 客诉"}
    channels = {
        "phone": "电话 热线 来电 電話",
        "email": "邮件 邮箱",
        "web": "网络 网站 官网",
        "visit": "来访 上门 來訪 到店",
        "chat": "聊天 微信 公众号 短信 在线客服",
    }
    for meant, said in kinds.items():
        assert {read(ROW.replace("投诉", word)).lines[0].case["kind"] for word in [meant, *said.split()]} == {meant}
    for meant, said in channels.items():
        assert {read(ROW.replace("电话", word)).lines[0].case["channel"] for word in [meant, *said.split()]} == {meant}
    assert (KIND.find("传真"), CHANNEL.find("传真")) == (None, None)


@pytest.mark.parametrize(
    ("row", "flaw"),
    [
        (ROW.replace("C1", "1.23457E+15"), ("customer_code", "number_lost_digits")),
        (ROW.replace("送餐太慢", "#VALUE!"), ("content", "spreadsheet_error")),
        (ROW.replace("2026-10-19 21:21", "########"), ("received_at", "spreadsheet_error")),
        (ROW.replace("送餐", "送\ufffd"), ("content", "not_a_text")),
        (ROW, None),
    ],
)
def test_a_row_of_which_a_value_is_gone_says_which(row: str, flaw: tuple[str, str] | None) -> None:
    assert read(row).lines[0].flaw == flaw


def test_a_customers_number_is_of_the_letters_that_a_keyboard_has() -> None:
    assert read(ROW.replace("C1", "Ｃ１")).lines[0].case["customer_code"] == "C1"


def test_a_row_that_is_given_out_comes_back_as_it_was() -> None:
    [line] = read(ROW.replace("送餐", "-送餐")).lines
    given = row_given_out(line.case, line.number, "渠道", "unknown_choice", "x")
    quoted = [f"'{cell}" if cell.startswith("-") else cell for cell in given]
    assert read(",".join(quoted), head=",".join(GIVEN_OUT)).lines == [line]


def test_missing_columns_are_named() -> None:
    with pytest.raises(Invalid) as refused:
        read_cases("时间,客户编号,类型,类别\n1,2,3,4".encode(), ZONE)
    assert refused.value.fields == {"file": ["columns_missing"], "channel": ["not_mapped"], "content": ["not_mapped"]}


def test_the_columns_of_a_file_of_refused_rows_are_left_out() -> None:
    added = "3,反馈内容,too_long,xxx"
    found = read(f"{ROW},{added}", head=",".join([HEAD, *FLAW_COLUMNS]))
    assert found == read(ROW)


def test_of_two_columns_for_one_field_the_first_counts() -> None:
    found = read(f"{ROW},不要", head=f"{HEAD},反馈内容")
    assert (found.headings["content"], found.lines[0].case["content"]) == ("内容", "送餐太慢")


def test_a_quotation_mark_that_is_never_closed_makes_no_table() -> None:
    assert refusal(f'{HEAD}\n2026-10-19,C1,电话,投诉,"{"x" * 140_000}'.encode()) == ["open_quote"]


def test_a_row_that_has_swallowed_others_says_so() -> None:
    content = f'{HEAD},备注\n{ROW},"x\n{ROW},y\n{ROW}"\n{ROW},'
    first, second = read_cases(content.encode(), ZONE).lines
    assert (first.flaw, second.flaw) == (("content", "rows_in_a_cell"), None)


def test_a_workbook_says_the_same_as_text_and_which_sheet_was_read() -> None:
    rows = [HEAD.split(","), ["2026/10/19 21:21", *ROW.split(",")[1:]]]
    found = read_cases(workbook(*rows, 二月=rows), ZONE)
    assert found.lines == read(ROW).lines
    assert (found.read_as.sheet, found.read_as.other_sheets) == ("Sheet1", ["二月"])
    assert read_cases(workbook(*rows, 二月=rows), ZONE, Choice(sheet="二月")).read_as.sheet == "二月"


def test_headings_may_stand_below_a_title_and_columns_be_parted_by_tabs() -> None:
    content = "投诉登记表\n\n" + f"{HEAD}\n{ROW}\n".replace(",", "\t")
    [line] = read_cases(content.encode("utf-16"), ZONE).lines
    assert (line.number, line.case) == (4, read(ROW).lines[0].case)


def test_the_id_of_a_row_is_of_all_that_it_says() -> None:
    rows = [ROW, ROW.replace("C1", "C2"), ROW.replace("电话", "邮件"), ROW.replace("投诉", "反馈")]
    rows += [ROW.replace("太慢", "太快"), ROW.replace("21:21", "21:22")]
    ids = [line.case["external_id"] for line in read(*rows).lines]
    assert len(set(ids)) == len(rows)
    assert all(id.endswith("-1") and len(id) == 42 for id in ids)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    assert len(read_cases(end.join([HEAD, ROW, ROW]).encode(), ZONE).lines) == 2


def test_these_are_the_limits() -> None:
    assert (reading.MOST_ROWS, reading.LARGEST) == (20_000, 33_554_432)
