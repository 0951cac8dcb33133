"""Files of feedback and complaints: read here, sent in batches; the same file again changes nothing."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

if TYPE_CHECKING:
    from ops.importer import Account

BATCH = 1_000
ZONE = ZoneInfo("Asia/Shanghai")
"""Where times without a zone are meant."""
HEADINGS = {
    "received_at": ("received_at", "时间", "日期", "收到时间", "反馈时间", "投诉时间"),
    "customer_code": ("customer_code", "编号", "客户编号", "客户代码", "客户编码", "客户"),
    "channel": ("channel", "渠道", "方式", "来源"),
    "kind": ("kind", "类型", "类别"),
    "content": ("content", "内容", "反馈内容", "投诉内容", "反馈"),
}
WORDS = {
    "反馈": "feedback",
    "表扬": "feedback",
    "建议": "feedback",
    "投诉": "complaint",
    "电话": "phone",
    "邮件": "email",
    "邮箱": "email",
    "网络": "web",
    "网站": "web",
    "来访": "visit",
    "上门": "visit",
    "聊天": "chat",
    "微信": "chat",
}
ERROR_HEADINGS = ("row", "column", "code", "value")


def import_cases(author: Account, file: Path, source: str, errors: Path | None) -> None:
    """Send a file's cases, and say what became of them."""
    created = unchanged = sent = 0
    rejected: list[tuple[int, str, str, str]] = []
    rows = _cases(file)
    while batch := list(islice(rows, BATCH)):
        answer = author.ask("POST", "/cases/batch", {"source": source, "cases": [case for _, case in batch]})
        sent += len(batch)
        created, unchanged = created + answer["created"], unchanged + answer["unchanged"]
        for refused in answer["rejected"]:
            number, case = batch[refused["index"]]
            rejected.append((number, refused["field"], refused["code"], str(case.get(refused["field"], ""))))
        click.echo(f"  {sent:,} sent")
    click.echo(f"  {created:,} created, {unchanged:,} unchanged, {len(rejected):,} rejected")
    for number, field, code, value in rejected[:10]:
        click.echo(f"  row {number}, {field}: {code} ({value[:80]})")
    if rejected and errors:
        _save(rejected, errors, file)


def _save(rejected: list[tuple[int, str, str, str]], folder: Path, file: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{file.name}.errors.csv"
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(ERROR_HEADINGS)
        writer.writerows([row, field, code, _harmless(value)] for row, field, code, value in rejected)
    click.echo(f"  all of them: {target}")


def _harmless(value: str) -> str:
    """No spreadsheet runs it."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _cases(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Row number and case of every row; ends the command when there are no headings to go by."""
    with _opened(file) as lines:
        reader = csv.reader(lines)
        headings = [heading.strip().lower() for heading in next(reader, [])]
        places = {
            field: next(place for place, heading in enumerate(headings) if heading in known)
            for field, known in HEADINGS.items()
            if any(heading in known for heading in headings)
        }
        if missing := sorted(set(HEADINGS) - set(places)):
            raise click.ClickException(f"{file.name}: no column for {', '.join(missing)}")
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                values = {field: cells[place].strip() for field, place in places.items() if place < len(cells)}
                yield number, _case(file.name, number, values)


def _case(name: str, number: int, values: dict[str, str]) -> dict[str, Any]:
    """A case as the API wants it; what cannot be read is sent as it is, so that the service says what is wrong."""
    for field in ("kind", "channel"):
        values[field] = WORDS.get(values.get(field, ""), values.get(field, ""))
    values["received_at"] = _with_zone(values.get("received_at", ""))
    case: dict[str, Any] = {field: value for field, value in values.items() if value}
    return case | {"external_id": hashlib.sha256(f"{name}:{number}".encode()).hexdigest()[:40]}


def _with_zone(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZONE)).isoformat()


def _opened(file: Path) -> IO[str]:
    """The text of a file, packed or not, in UTF-8 or GBK."""
    content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return io.StringIO(content.decode(encoding), newline="")
        except UnicodeDecodeError:
            continue
    raise click.ClickException(f"{file.name}: neither UTF-8 nor GBK")
