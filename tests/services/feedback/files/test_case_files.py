"""Cases from a file within the limit: the good rows count, of each wrong one it is said what is wrong, the same file
twice is once."""

from __future__ import annotations

import gzip
from typing import Any

import pytest

from chassis.testing.service import Caller, ServiceUnderTest
from services.feedback.files.domain import reading
from tests.services.feedback.files.sending import GOOD, HEAD, lines, send
from tests.services.feedback.scenario import SAID, AddCustomer


def filed(caller: Caller, content: bytes) -> tuple[int, int, list[tuple[int, str, str]]]:
    """How many were new, how many known, and row, column and code of what was wrong."""
    answer: Any = send(caller, content).json
    return (
        answer["created"],
        answer["unchanged"],
        [(each["row"], each["column"], each["code"]) for each in answer["rejected"]],
    )


@pytest.fixture(autouse=True)
def customer(add_customer: AddCustomer, lead: Caller) -> None:
    """A customer, and files that need nobody's check."""
    add_customer(external_code="C1")
    version = lead.get("/case-files/policy").json["version"]
    assert lead.patch("/case-files/policy", {"rows_unasked": 20_000}, version=version).status_code == 200


def test_the_cases_of_a_file_are_filed_in_the_companys_time(service: ServiceUnderTest, agent: Caller) -> None:
    assert filed(agent, lines(HEAD, *GOOD)) == (2, 0, [])
    cases = agent.get("/cases").json["items"]
    assert sorted(case["received_at"] for case in cases) == ["2026-10-19T13:21:00+00:00", "2026-10-20T00:00:00+00:00"]
    assert len(service.told(SAID)) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_chinese_headings_and_words_are_understood_in_every_encoding(agent: Caller, encoding: str) -> None:
    content = lines("时间,客户编号,渠道,类型,内容", "2026/10/19 21:21,C1,电话,投诉,送餐太慢", encoding=encoding)
    assert filed(agent, content) == (1, 0, [])
    assert filed(agent, gzip.compress(content)) == (0, 1, [])


def test_the_same_rows_again_are_the_same_cases_in_whatever_order(agent: Caller) -> None:
    twice = "2026-10-21 09:00,C1,phone,complaint,又来一次"
    assert filed(agent, lines(HEAD, *GOOD, twice, twice)) == (4, 0, [])
    assert filed(agent, lines(HEAD, twice, *reversed(GOOD), twice)) == (0, 4, [])


def test_a_wrong_row_is_named_with_its_column_and_reason_and_the_others_are_filed(agent: Caller) -> None:
    wrong = (
        "31.2.2026,C1,phone,complaint,坏日期",
        "2026-10-19 21:21,C9,phone,complaint,没有这个客户",
        "2026-10-19 21:21,C1,鸽子,complaint,怎么来的",
        "2026-10-19 21:21,C1,phone,complaint,",
        "",
    )
    assert filed(agent, lines(HEAD, *wrong, *GOOD)) == (
        2,
        0,
        [
            (2, "received_at", "not_a_time"),
            (3, "customer_code", "no_such_customer"),
            (4, "channel", "unknown_choice"),
            (5, "content", "required"),
        ],
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"\r\n \r\n", "empty_file"),
        (lines(HEAD), "no_rows"),
        (gzip.compress(lines(HEAD, *GOOD))[:-20], "half_a_file"),
        (gzip.compress((b"a" * 99 + b"\n") * (reading.LARGEST // 100 + 1)), "too_large_unpacked"),
        (b"PK\x03\x04 a spreadsheet", "half_a_file"),
        (b"\xff\xfe\x00", "empty_file"),
        (b"\xff\xff\xff", "wrong_encoding"),
        (lines(HEAD, *GOOD) + b'"' + b"a" * 120_000, "open_quote"),
    ],
)
def test_what_is_no_file_of_cases_is_refused_with_a_reason(
    service: ServiceUnderTest, agent: Caller, content: bytes, code: str
) -> None:
    refused = send(agent, content)
    assert (refused.status_code, refused.json) == (422, {"code": "invalid", "fields": {"file": [code]}})
    assert service.told(SAID) == []


def test_the_columns_that_a_file_lacks_are_named(agent: Caller) -> None:
    refused = send(agent, lines("时间,客户编号,方式,类型", "2026-10-19 21:21,C1,电话,投诉"))
    assert refused.json["fields"] == {"file": ["columns_missing"], "content": ["not_mapped"]}


def test_times_channels_and_kinds_are_read_as_offices_write_them(service: ServiceUnderTest, agent: Caller) -> None:
    rows = ("2026/10/1 8:05,C1,热线,抱怨,送餐太慢", "2026年10月1日 9:05,Ｃ１,公众号,咨询,几点开门")
    assert filed(agent, lines("時間,客戶編號,渠道,類型,內容", *rows)) == (2, 0, [])
    assert sorted(
        (case["channel"], case["kind"], case["received_at"]) for case in agent.get("/cases").json["items"]
    ) == [
        ("chat", "feedback", "2026-10-01T01:05:00+00:00"),
        ("phone", "complaint", "2026-10-01T00:05:00+00:00"),
    ]


def test_a_row_of_which_a_value_is_gone_is_refused(agent: Caller) -> None:
    wrong = ("2026-10-19 21:21,1.23457E+15,phone,complaint,x", "2026-10-19 21:21,C1,phone,complaint,#N/A")
    assert filed(agent, lines(HEAD, *wrong)) == (
        0,
        0,
        [(2, "customer_code", "number_lost_digits"), (3, "content", "spreadsheet_error")],
    )


def test_a_file_of_too_many_rows_is_refused_as_a_whole(agent: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ROWS", 1)
    assert send(agent, lines(HEAD, *GOOD)).json["fields"] == {"file": ["too_many_rows"]}
    assert agent.get("/cases").json["items"] == []
