"""How fast files are read as tables: the same rows as CSV and as a workbook, process and all.

    .venv/bin/python -m benchmarks.tables [ROWS]

``CPU`` is what this process and the one that opens the workbook have computed, in seconds; ``RSS`` the most memory that
either has held, in MB.
"""

from __future__ import annotations

import io
import resource
import sys
import time
from collections.abc import Sequence

import xlsxwriter

from benchmarks.imports import customers_file
from chassis.tables.opening import look, rows_from
from chassis.tables.problems import Choice, Limits


def as_workbook(content: bytes) -> bytes:
    """The rows of a CSV file as a workbook."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet()
    for number, line in enumerate(content.decode("utf-8-sig").splitlines()):
        sheet.write_row(number, 0, line.split(","))
    book.close()
    return file.getvalue()


def known(cells: Sequence[str]) -> int:
    return sum(cell in ("编号", "姓名", "手机") for cell in cells)


def measure(name: str, content: bytes) -> None:
    """Read a file once and print how long it took."""
    began, before = time.monotonic(), computed()
    file, limits = io.BytesIO(content), Limits()
    looked = look(file, known, limits, Choice())
    with rows_from(file, looked.read_as, looked.place, len(looked.headings), limits) as rows:
        count = sum(1 for _ in rows)
    seconds, cpu = time.monotonic() - began, computed() - before
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
    print(f"{name:<8}{len(content):>12,}{count:>10,}{seconds:>10.1f}{cpu:>10.1f}{most:>9}")


def computed() -> float:
    """Seconds that this process and its children have computed."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def main() -> None:
    """Run it."""
    content = customers_file(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
    print(f"{'file':<8}{'bytes':>12}{'rows':>10}{'seconds':>10}{'CPU':>10}{'RSS MB':>9}")
    measure("csv", content)
    measure("xlsx", as_workbook(content))


if __name__ == "__main__":
    main()
