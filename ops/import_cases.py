"""Files of feedback and complaints: sent whole; the same file again changes nothing."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from chassis.http.csv import harmless

if TYPE_CHECKING:
    from ops.importer import Account

ERROR_HEADINGS = ("row", "column", "code", "value")
SHOWN = 10


def import_cases(author: Account, file: Path, source: str, errors: Path | None) -> None:
    """Send a file's cases, and say what became of them."""
    filed = author.send_file(file, "/cases/file", source=source)
    rejected: list[dict[str, Any]] = filed["rejected"]
    click.echo(f"  {filed['created']:,} created, {filed['unchanged']:,} unchanged, {len(rejected):,} rejected")
    for line in rejected[:SHOWN]:
        click.echo(f"  row {line['row']}, {line['column']}: {line['code']} ({line['value'][:80]})")
    if rejected and errors:
        _save(rejected, errors / f"{file.name}.errors.csv")


def _save(rejected: list[dict[str, Any]], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(ERROR_HEADINGS)
        writer.writerows([harmless(line[name]) for name in ERROR_HEADINGS] for line in rejected)
    click.echo(f"  all of them: {target}")
