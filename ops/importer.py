"""`guanxi import`: files of customers, transactions and cases through the API, as one of the staff."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from chassis.client import Client, ServiceError, Upload
from chassis.http.csv import csv_lines

KINDS = ("customers", "persons", "companies", "transactions", "cases")
WORKING = frozenset({"reading", "running", "checking", "taking_back"})
UPLOAD_SECONDS = 300.0
LOOK_EVERY = 0.5
SHOWN_ERRORS = 10
ERROR_HEADINGS = ("row", "column", "code", "value")
RENEW_BEFORE = 60.0


class Account:
    """Somebody signed in at the API; the token is renewed before it runs out."""

    def __init__(self, client: Client, *, username: str = "", password: str = "", token: str = "") -> None:
        self._client, self._username, self._password = client, username, password
        self._token, self._until = token, float("inf") if token else 0.0

    def ask(self, method: str, path: str, body: Any = None, *, version: int | None = None, **query: Any) -> Any:
        """A call to the API; raises ServiceError when it says no."""
        headers = self._headers() | ({} if version is None else {"If-Match": f'"{version}"'})
        return self._client.ask(method, f"/api/v1{path}", body=body, query=query, headers=headers)

    def send_file(self, file: Path, path: str, **fields: str) -> Any:
        """Upload a file with the fields of a form."""
        with file.open("rb") as stream:
            upload = Upload(file.name, stream, "application/octet-stream")
            return self._client.upload(
                f"/api/v1{path}", fields, upload, boundary=secrets.token_hex(16), headers=self._headers()
            )

    def save(self, path: str, target: Path) -> None:
        """Download a file."""
        with target.open("wb") as file:
            file.writelines(self._client.fetch(f"/api/v1{path}", headers=self._headers()).content)

    def _headers(self) -> dict[str, str]:
        if time.monotonic() > self._until - RENEW_BEFORE:
            login = {"username": self._username, "password": self._password}
            answer = self._client.ask("POST", "/api/v1/auth/tokens", body=login)
            self._token, self._until = answer["access_token"], time.monotonic() + float(answer["expires_in"])
        return {"Authorization": f"Bearer {self._token}"}


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What the files hold.")
@click.option("--url", default="http://127.0.0.1:8000", envvar="GUANXI_URL", show_default=True)
@click.option("--token", default="", envvar="GUANXI_TOKEN", help="An access token, instead of signing in.")
@click.option("--username", default="", envvar="GUANXI_USERNAME")
@click.option("--password", default="", envvar="GUANXI_PASSWORD", help="Asked for when it is not given.")
@click.option("--check-as", default="", envvar="GUANXI_CHECK_USERNAME", help="Who approves the file afterwards.")
@click.option("--check-password", default="", envvar="GUANXI_CHECK_PASSWORD")
@click.option("--on-known", type=click.Choice(("skip", "update")), default="skip", show_default=True)
@click.option("--key", default="", help="What a known customer is found by: external_code, code, mobile, name_mobile.")
@click.option("--on-flaw", type=click.Choice(("refuse", "leave_out")), default="refuse", show_default=True)
@click.option("--source", default="file", show_default=True, help="Whose ids transactions and cases carry.")
@click.option("--map", "columns", multiple=True, metavar="HEADING=FIELD", help="Correct the guess of a column.")
@click.option("--errors", type=click.Path(file_okay=False, path_type=Path), help="Folder to save the error files in.")
def import_command(
    files: tuple[Path, ...],
    kind: str,
    url: str,
    token: str,
    username: str,
    password: str,
    check_as: str,
    check_password: str,
    on_known: str,
    key: str,
    on_flaw: str,
    source: str,
    columns: tuple[str, ...],
    errors: Path | None,
) -> None:
    """Import FILES (CSV, packed or not, or workbooks) into a running system, and show how it goes."""
    client = Client("gateway", url, seconds=UPLOAD_SECONDS)
    author = _account(client, username, password, token)
    checker = _account(client, check_as, check_password, "") if check_as else None
    start = {"on_known": on_known, "key": key, "on_flaw": on_flaw, "source": source}
    mapping = dict(_pair(column) for column in columns)
    try:
        for file in files:
            click.echo(f"{file.name}:")
            if kind == "cases":
                import_cases(author, checker, file, source, errors)
            else:
                import_file(author, checker, file, kind, start, mapping, errors)
    except ServiceError as error:
        more = error.fields or error.detail
        sys.exit(f"guanxi: {error.code} ({error.status})" + (f": {more}" if more else ""))


def _account(client: Client, username: str, password: str, token: str) -> Account:
    if not token and not username:
        raise click.UsageError("Say who you are: --username (or GUANXI_USERNAME), or --token.")
    if not token and not password:
        password = click.prompt(f"Password of {username}", hide_input=True)
    return Account(client, username=username, password=password, token=token)


def _pair(column: str) -> tuple[str, str | None]:
    heading, equals, field = column.partition("=")
    if not equals:
        raise click.BadParameter(f"{column!r} is no HEADING=FIELD", param_hint="--map")
    return heading, field or None


def import_file(
    author: Account,
    checker: Account | None,
    file: Path,
    kind: str,
    start: dict[str, str],
    mapping: dict[str, str | None],
    errors: Path | None,
) -> None:
    """One file, as far as it goes: to its end, or to the check that somebody else has to make."""
    batch = author.send_file(file, "/imports", kind=kind)
    batch = _follow(author, batch["id"], "reading")
    if mapping:
        whole = {"mapping": batch["mapping"] | mapping}
        batch = author.ask("POST", f"/imports/{batch['id']}/mapping", whole, version=batch["version"])
    left_out = [heading for heading, field in batch["mapping"].items() if not field]
    click.echo(f"  {batch['total']:,} rows, {batch['encoding']}, {batch['kind']}")
    if left_out:
        click.echo(f"  columns left out: {', '.join(left_out)}")
    for note in batch["notes"]:
        click.echo(f"  {note['heading']}: {note['code']} {note['about']}".rstrip())
    author.ask("POST", f"/imports/{batch['id']}/start", start, version=batch["version"])
    batch = _follow(author, batch["id"], "storing")
    _show_result(author, batch, errors)
    if batch["status"] != "waiting_check":
        return
    if checker is None:
        click.echo("  Somebody else has to check it now (or give --check-as).")
        return
    checker.ask("POST", f"/imports/{batch['id']}/approve", version=batch["version"])
    batch = _follow(author, batch["id"], "checking")
    click.echo(f"  checked by {batch['checked_by_name']}")


def _follow(account: Account, id: str, doing: str) -> dict[str, Any]:
    """Watch an import until it waits for somebody or has ended; a failed one ends the command."""
    say = _progress(doing)
    while True:
        batch: dict[str, Any] = account.ask("GET", f"/imports/{id}")
        say(batch["total"] if batch["status"] == "reading" else batch["done"], batch["total"])
        if batch["status"] not in WORKING:
            break
        time.sleep(LOOK_EVERY)
    click.echo("\r\033[K" if sys.stdout.isatty() else "", nl=False)
    if batch["status"] == "failed":
        place = "".join(f", {name} {where}" for name, where in batch["error_place"].items())
        sys.exit(f"guanxi: {batch['filename']}: {batch['error']}{place}")
    return batch


def _progress(doing: str) -> Callable[[int, int], None]:
    """Says how far it is: on a terminal on one line, in a log one line for each tenth."""
    last = -1

    def say(done: int, total: int) -> None:
        nonlocal last
        if sys.stdout.isatty():
            click.echo(f"\r  {doing}: {done:,} of {total:,}", nl=False)
        elif total and done * 10 // total != last:
            last = done * 10 // total
            click.echo(f"  {doing}: {done:,} of {total:,}")

    return say


def _show_result(author: Account, batch: dict[str, Any], errors: Path | None) -> None:
    counts = ", ".join(f"{batch[name]:,} {name}" for name in ("created", "updated", "unchanged", "rejected"))
    click.echo(f"  {counts}")
    found = author.ask("GET", f"/imports/{batch['id']}/errors", limit=SHOWN_ERRORS + 1)["items"]
    for error in found[:SHOWN_ERRORS]:
        click.echo(f"  row {error['row']}, {error['column']}: {error['code']} ({error['value']})")
    if len(found) > SHOWN_ERRORS:
        click.echo("  ... and more")
    if found and errors:
        errors.mkdir(parents=True, exist_ok=True)
        target = errors / f"{batch['filename']}.errors.csv"
        author.save(f"/imports/{batch['id']}/errors.csv", target)
        click.echo(f"  all of them, with their rows: {target}")


def import_cases(author: Account, checker: Account | None, file: Path, source: str, errors: Path | None) -> None:
    """Send a file of cases whole, and say what became of them: filed, or waiting for somebody else's check."""
    filed = author.send_file(file, "/cases/file", source=source)
    rejected: list[dict[str, Any]] = filed["rejected"]
    click.echo(f"  {filed['created']:,} created, {filed['unchanged']:,} unchanged, {len(rejected):,} rejected")
    for line in rejected[:SHOWN_ERRORS]:
        click.echo(f"  row {line['row']}, {line['column']}: {line['code']} ({line['value'][:80]})")
    if rejected and errors:
        errors.mkdir(parents=True, exist_ok=True)
        target = errors / f"{file.name}.errors.csv"
        lines = [[line[name] for name in ERROR_HEADINGS] for line in rejected]
        target.write_text("".join(csv_lines([ERROR_HEADINGS], lambda: lines)), encoding="utf-8")
        click.echo(f"  all of them: {target}")
    if not filed["waiting"]:
        return
    if checker is None:
        click.echo("  Somebody else has to check it now (or give --check-as).")
        return
    path = f"/case-files/{filed['waiting']}"
    version = checker.ask("GET", path)["version"]
    checked = checker.ask("POST", f"{path}/approve", version=version)
    click.echo(f"  {checked['created']:,} filed, checked by {checked['decided_by_name']}")
