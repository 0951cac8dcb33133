"""A file that is too large, unfolds without end or is none is refused; it fills no memory, and nothing of it stays."""

from __future__ import annotations

import gzip
import http.client
import io
import zipfile
import zlib
from typing import Any
from urllib.parse import urlsplit

import psutil
import pytest

from chassis.client import ServiceError
from ops.demo.api_client import ApiClient, eventually
from tests.support.fleet import Fleet

GIGABYTE = 1024**3
MEGABYTE = 1024**2
MAY_GROW = 400 * MEGABYTE
"""What the processes of the customer service may take more than before, together, while such a file is read."""
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
EXECUTABLE = b"MZ\x90\0" + b"\0" * 100


@pytest.fixture(scope="module")
def clerk(fleet: Fleet, admin: ApiClient) -> ApiClient:
    """Somebody who brings files in."""
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)["id"]
    return fleet.hire(admin, "uploads.clerk", "uploads.clerk", ["service"], root)


def gz_of_zeros() -> bytes:
    """A gigabyte of nothing, in a megabyte."""
    packed, written = zlib.compressobj(1, wbits=31), io.BytesIO()
    for _ in range(GIGABYTE // (16 * MEGABYTE) + 1):
        written.write(packed.compress(b"\0" * 16 * MEGABYTE))
    return written.getvalue() + packed.flush()


def gz_of_lines() -> bytes:
    """One line of a gigabyte."""
    packed, written = zlib.compressobj(1, wbits=31), io.BytesIO()
    written.write(packed.compress("编号,姓名\nC1,".encode()))
    for _ in range(GIGABYTE // (16 * MEGABYTE) + 1):
        written.write(packed.compress(b"x" * 16 * MEGABYTE))
    return written.getvalue() + packed.flush()


BOOK = {
    "_rels/.rels": '<r><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.xml"/></r>',
    "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="b"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<r><Relationship Id="b" Type="x/worksheet" Target="worksheets/sheet1.xml"/></r>',
}
"""What makes a workbook of a sheet."""


def workbook(sheet: bytes, times: int) -> bytes:
    """A workbook whose sheet is ``sheet`` so many times."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part, text in BOOK.items():
            archive.writestr(part, text)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            member.write(b"<worksheet><sheetData>")
            for _ in range(times):
                member.write(sheet)
    return file.getvalue()


def entities() -> bytes:
    """A sheet that says of itself what it holds: a word that stands for ten that stand for ten."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]><worksheet><c r="A1"><v>&l9;</v></c></worksheet>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for part, said in BOOK.items():
            archive.writestr(part, said)
        archive.writestr("xl/worksheets/sheet1.xml", text)
    return file.getvalue()


def memory_of() -> int:
    """Bytes that the processes of the customer service hold: they are children of this one's."""
    held = 0
    for process in psutil.Process().children(recursive=True):
        try:
            command = " ".join(process.cmdline())
            if "customer" in command and "postgres" not in command:
                held += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return held


def bring(clerk: ApiClient, name: str, content: bytes) -> tuple[dict[str, Any], int]:
    """The import as it is when the file has been read, and the most memory that was held meanwhile."""
    most = 0
    made = clerk.upload("/imports", {"kind": "customers"}, name, content, key=name)

    def read() -> Any:
        nonlocal most
        most = max(most, memory_of())
        found = clerk.get(f"/imports/{made['id']}")
        return found if found["status"] != "reading" else None

    found = eventually(read, what="the file to be read")
    return found, most


@pytest.mark.parametrize(
    ("name", "make", "codes"),
    [
        ("zeros.csv.gz", gz_of_zeros, {"cell_too_large", "not_a_table", "too_large_unpacked"}),
        ("line.csv.gz", gz_of_lines, {"cell_too_large", "too_large_unpacked"}),
        ("spaces.xlsx", lambda: workbook(b" " * MEGABYTE, 1100), {"too_large_unpacked"}),
        (
            "wide.xlsx",
            lambda: workbook(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', 1),
            {"too_many_columns"},
        ),
        ("entities.xlsx", entities, {"not_a_table"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_unfolds_without_end_fills_no_memory(
    clerk: ApiClient, name: str, make: Any, codes: set[str]
) -> None:
    content = make()
    before = memory_of()
    assert before > 50 * MEGABYTE, "the service's processes were not found"
    found, most = bring(clerk, name, content)
    assert (found["status"], found["error"] in codes) == ("failed", True), found
    assert most - before < MAY_GROW, f"{(most - before) // MEGABYTE} MB more"
    assert (found["preview"], found["created"]) == ([], 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("picture.csv", PNG),
        ("program.xlsx.exe", EXECUTABLE),
        ("customers.csv.php", b"<?php system('id');"),
        ("page.html", b"<script>alert(1)</script>\n"),
        ("nothing.csv", b""),
        ("twice.csv.gz.gz", gzip.compress(gzip.compress(b"code,name\nC1,x\n"))),
        ("half.xlsx", workbook(b"<row/>", 10)[:-30]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_table_brings_nobody_in_whatever_it_is_called(clerk: ApiClient, name: str, content: bytes) -> None:
    found, _ = bring(clerk, name, content)
    assert (found["status"], found["created"], found["preview"]) == ("failed", 0, [])
    assert found["error"]
    with pytest.raises(ServiceError) as refused:
        clerk.post(f"/imports/{found['id']}/start", {}, version=found["version"])
    assert refused.value.code == "wrong_status"


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(fleet: Fleet, clerk: ApiClient) -> None:
    there = urlsplit(fleet.site.url_of("gateway"))
    for path, headers in (("/api/v1/imports", clerk.headers()), ("/imports", {})):
        connection = http.client.HTTPConnection(there.hostname or "", there.port, timeout=30)
        connection.putrequest("POST", path)
        for name, value in {
            **headers,
            "Content-Type": "multipart/form-data; boundary=b",
            "Content-Length": str(65 * MEGABYTE),
        }.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status in {303, 400, 413}, path
        connection.close()


def test_no_file_of_an_upload_is_left_on_the_disk(fleet: Fleet, clerk: ApiClient) -> None:
    bring(clerk, "../../../left-behind.csv", b"code,name\nL1,x\n")
    assert not list(fleet.site.home.rglob("*left-behind*"))
    assert not list(fleet.site.home.parent.rglob("*left-behind*"))
