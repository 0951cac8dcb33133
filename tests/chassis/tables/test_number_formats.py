"""What a cell shows is what is read of it, and no digit is lost or made up."""

from __future__ import annotations

import pytest

from chassis.tables.number_formats import Format, shown


@pytest.mark.parametrize(
    ("raw", "code", "text"),
    [
        ("121", "", "121"),
        ("121", "General", "121"),
        ("121", "00000", "00121"),
        ("1234567", "00000", "1234567"),
        ("13900001000", "000-0000-0000", "139-0000-1000"),
        ("121", '"BR"000', "BR121"),
        ("7", '"BR"0', "BR7"),
        ("5", '0"万"', "5万"),
        ("5.5", '0.0"万"', "5.5万"),
        ("1234.5", '#,##0.00"元"', "1234.5"),
        ("1234.5", "¥#,##0.00", "1234.5"),
        ("1234.5", "[$¥-804]#,##0.00;[Red]-#,##0.00", "1234.5"),
        ("-3", "#,##0_);(#,##0)", "-3"),
        ("0.5", "0%", "50%"),
        ("3", '0"件"', "3"),
        ("0.30000000000000004", "", "0.3"),
        ("1E-05", "", "0.00001"),
        ("1.38E+10", "", "13800000000"),
        ("1234567890123456", "", "1234567890123456"),
        ("9007199254740991", "", "9007199254740991"),
        ("100", "0.00E+00", "100"),
        ("44866", "yyyy-mm-dd", "2022-11-01"),
        ("44866", 'yyyy"年"m"月"d"日"', "2022-11-01"),
        ("44866.25", "yyyy/m/d h:mm", "2022-11-01 06:00:00"),
        ("0.354166666666667", "h:mm", "08:30:00"),
        ("1.5", "[h]:mm", "36:00:00"),
        ("59", "yyyy-mm-dd", "1900-02-28"),
        ("60", "yyyy-mm-dd", "1900-02-29"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
        ("0", "yyyy-mm-dd", "1900-01-00"),
        ("44866.99999999", "yyyy-mm-dd", "2022-11-02"),
    ],
)
def test_a_number_reads_as_its_cell_shows_it(raw: str, code: str, text: str) -> None:
    assert shown(raw, Format(164, code)) == (text, "")


@pytest.mark.parametrize(
    ("raw", "code", "flaw"),
    [
        ("9007199254740992", "", "number_lost_digits"),
        ("1.1010119800203001E+17", "", "number_lost_digits"),
        ("-1", "yyyy-mm-dd", "spreadsheet_error"),
        ("2958466", "yyyy-mm-dd", "spreadsheet_error"),
        ("abc", "", "not_a_text"),
        ("nan", "", "spreadsheet_error"),
        ("1e999", "", "spreadsheet_error"),
    ],
)
def test_a_number_that_cannot_be_trusted_says_so(raw: str, code: str, flaw: str) -> None:
    assert shown(raw, Format(164, code))[1] == flaw


@pytest.mark.parametrize("number", [14, 22, 27, 31, 36, 50, 57, 58])
def test_the_formats_that_every_spreadsheet_knows_are_dates(number: int) -> None:
    assert shown("44866", Format(number, "")) == ("2022-11-01", "")


def test_a_workbook_of_1904_counts_from_there() -> None:
    assert shown("0", Format(14, ""), base_1904=True) == ("1904-01-01", "")
    assert shown("43404", Format(14, ""), base_1904=True) == ("2022-11-01", "")
