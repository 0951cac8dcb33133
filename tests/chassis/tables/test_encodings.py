"""Encodings: UTF-8 proves itself, others are chosen with a reason, and two in one file are refused."""

from __future__ import annotations

import io

import pytest

from chassis.tables.encodings import CHOICES, find_encoding
from chassis.tables.problems import UnreadableTable

SIMPLIFIED = "编号,姓名,地址\n1,张三,四川省成都市人民路\n2,李四,湖北省武汉市中山大道\n"
TRADITIONAL = "編號,姓名,地址\n1,陳凱華,臺灣省臺北市中山路\n2,國際貿易有限公司,香港灣仔軒尼詩道\n"


def found(content: bytes, given: str = "") -> tuple[str, bool]:
    encoding = find_encoding(io.BytesIO(content), given)
    return encoding.name, encoding.certain


def problem(content: bytes, given: str = "") -> tuple[str, dict[str, int | str]]:
    with pytest.raises(UnreadableTable) as refused:
        find_encoding(io.BytesIO(content), given)
    return str(refused.value), refused.value.place


@pytest.mark.parametrize(
    ("text", "written", "name"),
    [
        ("code,name\n1,a\n", "ascii", "utf-8"),
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16-le"),
        (TRADITIONAL, "big5", "big5"),
        (TRADITIONAL, "utf-8", "utf-8"),
    ],
)
def test_a_file_of_people_is_read_in_its_encoding_beyond_doubt(text: str, written: str, name: str) -> None:
    assert found(text.encode(written)) == (name, True)


@pytest.mark.parametrize("name", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL, "code,name\n1,a\n"])
def test_wide_characters_are_known_without_their_mark_and_somebody_is_asked(text: str, name: str) -> None:
    assert found(text.encode(name)) == (name, False)


def test_where_two_encodings_are_possible_somebody_is_asked() -> None:
    assert found("code,name\n1,閮戜簲\n".encode("gb18030").replace("閮戜簲".encode("gb18030"), b"\xe9\x65")) == (
        "gb18030",
        False,
    )
    assert found("code,name\n1,José\n".encode()) == ("utf-8", False)


@pytest.mark.parametrize("written", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be"])
def test_a_given_encoding_is_taken_and_tried_to_the_end(written: str) -> None:
    assert written in CHOICES
    assert found("編號,姓名\n1,陳\n".encode(written), written) == (written, True)
    assert found(SIMPLIFIED.encode("utf-8-sig"), "utf-8") == ("utf-8-sig", True)
    assert problem(SIMPLIFIED.encode("gbk"), "utf-8") == ("wrong_encoding", {"row": 1})
    assert problem(b"code,name\n1,a\n2,\xff\xff\n", written if "16" not in written else "utf-8")[1] == {"row": 3}


def test_a_file_that_goes_over_into_another_encoding_is_refused_with_the_row() -> None:
    gbk, utf8 = "BR163,郑四,13900001063\n".encode("gbk"), "BR164,郑五,13900001064\n".encode()
    assert problem(b"code,name,mobile\n" + gbk + utf8) == ("mixed_encodings", {"row": 3})
    assert problem(b"code,name,mobile\n" + utf8 + gbk) == ("mixed_encodings", {"row": 3})
    assert problem(b"code,name,mobile\n" + gbk * 200_000 + utf8) == ("mixed_encodings", {"row": 200_002})
    assert problem("编号,姓名\n".encode() + b"1,a\n2," + "王".encode("gbk") + b"\n") == ("mixed_encodings", {"row": 3})
    assert problem("编号,姓名\n".encode() + "1,王\n".encode("big5")) == ("mixed_encodings", {"row": 2})
    assert problem("1,王,".encode("gbk") + "李\n".encode()) == ("mixed_encodings", {"row": 1})


def test_a_byte_that_no_encoding_knows_is_refused_with_its_row() -> None:
    assert problem(SIMPLIFIED.encode("utf-8-sig") + b"3,\xff\xfe\n") == ("wrong_encoding", {"row": 4})
    assert problem(b"code,name\n1,caf\xe9, x\xff\n") == ("wrong_encoding", {"row": 2})


def test_a_file_that_ends_inside_a_character_is_half_a_file() -> None:
    assert problem(SIMPLIFIED.encode().rstrip()[:-1]) == ("half_a_file", {"row": 3})
