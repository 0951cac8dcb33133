"""Files of feedback and complaints: what is read of them, and what is refused as a whole."""

from __future__ import annotations

import gzip
from zoneinfo import ZoneInfo

import pytest

from chassis.errors import Invalid
from services.feedback.files.domain import reading
from services.feedback.files.domain.reading import HEADINGS, LONGEST_CELL, WORDS, CaseLines, read_cases

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
        ("时间,内容\n1,2".encode(), "columns_missing"),
        (b"PK\x03\x04rest", "only_csv"),
        (b"a\0b", "only_csv"),
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
    [line] = read(f"2026-10-19,C1,电话,投诉,{'x' * LONGEST_CELL}").lines
    assert len(line.case["content"]) == LONGEST_CELL
    assert refusal(f"{HEAD}\n2026-10-19,C1,电话,投诉,{'x' * (LONGEST_CELL + 1)}".encode()) == ["not_a_table"]


def test_a_file_may_unpack_to_so_much_and_not_one_byte_more(monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"{HEAD}\n{ROW}\n".encode()
    monkeypatch.setattr(reading, "LARGEST", len(content))
    assert len(read_cases(gzip.compress(content), ZONE).lines) == 1
    monkeypatch.setattr(reading, "LARGEST", len(content) - 1)
    assert refusal(gzip.compress(content)) == ["too_large_unpacked"]


@pytest.mark.parametrize(
    ("field", "headings"),
    [
        ("received_at", "received_at 时间 日期 收到时间 反馈时间 投诉时间"),
        ("customer_code", "customer_code 编号 客户编号 客户代码 客户编码 客户"),
        ("channel", "channel 渠道 方式 来源"),
        ("kind", "kind 类型 类别"),
        ("content", "content 内容 反馈内容 投诉内容 反馈"),
    ],
)
def test_a_column_is_known_by_any_of_its_headings(field: str, headings: str) -> None:
    assert list(HEADINGS[field]) == headings.split()
    usual = dict(zip(HEADINGS, HEAD.split(","), strict=True))
    for heading in headings.split():
        found = read(ROW, head=",".join((usual | {field: f" {heading.title()} "}).values()))
        assert found.headings[field] == heading.title()
        assert found.lines[0].case.keys() >= set(HEADINGS)


def test_words_of_both_languages_mean_the_same() -> None:
    kinds = {"反馈": "feedback", "表扬": "feedback", "建议": "feedback", "投诉": "complaint"}
    channels = {"电话": "phone", "邮件": "email", "邮箱": "email", "网络": "web", "网站": "web"} | {
        "来访": "visit", "上门": "visit", "聊天": "chat", "微信": "chat",
    }  # fmt: skip
    assert kinds | channels == WORDS
    for said, meant in kinds.items():
        assert read(ROW.replace("投诉", said)).lines[0].case["kind"] == meant
    for said, meant in channels.items():
        assert read(ROW.replace("电话", said)).lines[0].case["channel"] == meant
    assert read(ROW.replace("电话", "chat")).lines[0].case["channel"] == "chat"


def test_of_two_columns_for_one_field_the_first_counts() -> None:
    found = read(f"{ROW},不要", head=f"{HEAD},反馈内容")
    assert (found.headings["content"], found.lines[0].case["content"]) == ("内容", "送餐太慢")


def test_a_quotation_mark_that_is_never_closed_makes_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(f'{HEAD}\n2026-10-19,C1,电话,投诉,"{"x" * 140_000}'.encode()) == ["not_a_table"]


def test_a_missing_column_is_refused_even_when_another_is_there_twice() -> None:
    assert refusal("时间,客户编号,渠道,类型,类别\n1,2,3,4,5".encode()) == ["columns_missing"]


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
    limits = (reading.MOST_ROWS, reading.LARGEST, reading.LONGEST_CELL)
    assert limits == (20_000, 33_554_432, 100_000)
