"""`guanxi audit`: whether the records of who changed, who read what and who signed in still are as they were sealed."""

import importlib
from collections.abc import Callable
from typing import TextIO

import click
import psycopg

from chassis.audit.content import Sources, sources_of
from chassis.audit.sealing import last_seal
from chassis.audit.verifying import Verification, verify
from contracts.services import SERVICES

UrlOf = Callable[[str], str]
"""Service -> address of its database; the command that mounts this group gives it as the context's ``obj``."""

WORDS = {
    "seal_missing": "a seal is missing",
    "seal_broken": "a seal does not fit what it covers or the seal before it",
    "row_changed": "a row was changed after it was sealed",
    "row_missing": "a row is missing",
    "row_late": "a row was put in later than it says",
    "row_unsealed": "a row was put in past the seals",
    "head_missing": "the chain does not hold the head that was kept",
}
SHOWN = 20

NAMES = click.argument("services", nargs=-1, type=click.Choice(SERVICES))


@click.group()
def audit() -> None:
    """Check the seals over the trail, over the log of readings and over the sign-ins."""


@audit.command("verify")
@NAMES
@click.option("--head", "given", multiple=True, help="A head that was kept elsewhere, POSITION:HASH, of one service.")
@click.option("--heads", "kept", type=click.File(), help="A file of heads, as `guanxi audit heads` prints them.")
@click.pass_context
def verify_seals(
    context: click.Context, services: tuple[str, ...], given: tuple[str, ...], kept: TextIO | None
) -> None:
    """Verify every seal of SERVICES (all unless told), and every row they cover. Ends with 1 where one is broken.

    Without a head that was kept elsewhere nobody can tell whether the end of a chain was cut off, or all of it was
    written anew by somebody with every right on the database.
    """
    if given and len(services) != 1:
        raise click.UsageError("--head needs the one service it is of")
    heads = {service: list(given) for service in services or SERVICES}
    for service, head in _read_heads(kept):
        if service in heads:
            heads[service].append(head)
    broken = [service for service, known in heads.items() if not _verify_one(context.obj, service, tuple(known))]
    context.exit(1 if broken else 0)


@audit.command()
@NAMES
@click.pass_obj
def heads(url_of: UrlOf, services: tuple[str, ...]) -> None:
    """Print the newest seal of SERVICES (all unless told), one a line: to be kept where this machine cannot write."""
    for service in services or SERVICES:
        with psycopg.connect(url_of(service)) as connection:
            last = last_seal(connection)
        if last is not None:
            click.echo(f"{service} {last.head}")


def sealed_by(service: str) -> Sources:
    """The tables that a service seals, as its code says: a database could be made to say anything."""
    return sources_of(importlib.import_module(f"services.{service}.store.models").Base.metadata)


def _read_heads(kept: TextIO | None) -> list[tuple[str, str]]:
    lines = [line.split() for line in kept or () if line.strip()]
    wrong = next((line for line in lines if len(line) != 2), None)
    if wrong:
        raise click.UsageError(f"not a service and its head: {' '.join(wrong)}")
    return [(service, head) for service, head in lines]


def _verify_one(url_of: UrlOf, service: str, heads: tuple[str, ...]) -> bool:
    with psycopg.connect(url_of(service)) as connection:
        found = verify(connection, heads, sealed_by(service))
    click.echo(f"{service}: {_summary(found)}")
    for flaw in found.flaws[:SHOWN]:
        place = f"seal {flaw.position}: " if flaw.position is not None else ""
        row = f" ({flaw.source} {flaw.row})" if flaw.row else ""
        click.echo(f"  {place}{WORDS[flaw.what]}{row}")
    if len(found.flaws) > SHOWN:
        click.echo(f"  and {len(found.flaws) - SHOWN} more")
    return found.ok


def _summary(found: Verification) -> str:
    state = "all well" if found.ok else "BROKEN"
    counted = f"{found.position} seals, {found.rows} rows, {found.unsealed} rows not yet sealed"
    return f"{state}: {counted}, head {found.head or 'none'}"
