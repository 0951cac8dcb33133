"""`guanxi new`: write a new service, or a new resource of one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from contracts.services import SERVICES
from ops.new.finishing import finish
from ops.new.names import noun
from ops.new.resource import Resource, plan_resource
from ops.new.service import NewService, plan_service
from ops.new.tree import Refused, Tree

ROOT = Path(__file__).parents[2]
DRY = click.option("--dry-run", is_flag=True, help="Only say what would be written and edited.")
EN = click.option("--en", default="", help="What people call it in English; the name itself unless told.")
ZH = click.option("--zh", required=True, help="What people call it in Chinese.")


@click.group()
def new() -> None:
    """Write the skeleton of something new; it is green at once. Nothing that is there is overwritten."""


@new.command()
@click.argument("service", type=click.Choice(SERVICES))
@click.argument("name")
@ZH
@click.option("--plural", default="", help="Several of it, where English does not just add an s.")
@click.option("--letter", default="", help="The letter of its codes; without one its records have no code.")
@click.option("--writers", default="sales,service", show_default=True, help="Delivered roles that write it.")
@click.option(
    "--approvers", default="customer_manager,department_manager", show_default=True, help="Roles that decide on it."
)
@click.option("--icon", default="clipboard-check", show_default=True, help="Its icon, of the Tabler font.")
@click.option("--meaning", default=Resource.meaning, help="What it is, for the glossary.")
@DRY
def resource(
    service: str,
    name: str,
    zh: str,
    plural: str,
    letter: str,
    writers: str,
    approvers: str,
    icon: str,
    meaning: str,
    dry_run: bool,
) -> None:
    """A kind of record of SERVICE that some write and others approve: NAME, a noun in small letters (site_visit)."""

    def plan(tree: Tree) -> Mapping[str, str]:
        wanted = Resource(
            service=service,
            noun=noun(name, zh, plural),
            letter=letter.upper(),
            writers=writers.split(","),
            approvers=approvers.split(","),
            icon=icon,
            meaning=meaning,
        )
        return plan_resource(tree, wanted)

    _carry_out(plan, dry_run)


@new.command()
@click.argument("name")
@ZH
@EN
@click.option("--owns", default="nothing yet.", help="What it owns, for its card.")
@DRY
def service(name: str, zh: str, en: str, owns: str, dry_run: bool) -> None:
    """A service NAME that hears who works where, and has no resource yet."""
    _carry_out(lambda tree: plan_service(tree, NewService(name=name, zh=zh, en=en or name, owns=owns)), dry_run)


def _carry_out(plan: Callable[[Tree], Mapping[str, str]], dry_run: bool) -> None:
    tree = Tree(ROOT)
    try:
        chinese = plan(tree)
    except Refused as error:
        sys.exit(f"guanxi: {error}; nothing was written")
    click.echo("\n".join(tree.lines))
    if dry_run:
        return
    tree.save()
    try:
        finish(ROOT, [*tree.new, *tree.edited], chinese)
    except subprocess.CalledProcessError as error:
        sys.exit(f"guanxi: written, but not finished: {error}")
    click.echo("written. Now: make check, then the tests of the service")
