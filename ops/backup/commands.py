"""`guanxi backup`: take one, list them, watch over them."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

import click

from contracts.services import SERVICES
from ops.backup.figures import NoQuietMoment
from ops.backup.manifest import Manifest, Proof, read_all, unreadable
from ops.backup.policy import Policy
from ops.backup.server import ToolFailed
from ops.backup.taking import open_store, take
from ops.site import Site


@click.group(invoke_without_command=True)
@click.option("--full", is_flag=True, help="Begin a new chain, also where the last one may go on.")
@click.option("--reason", default="asked for", help="Why; shown in the list.")
@click.pass_context
def backup(context: click.Context, full: bool, reason: str) -> None:
    """Take a backup of the whole installation at one moment, and prove it: restore it aside and compare. Ends with 1
    where the restored one is not the same."""
    if context.invoked_subcommand is None:
        site, policy = context.obj, policy_of(context.obj)
        made = not policy.key_file.exists()
        began = time.monotonic()
        try:
            manifest = take(site, policy, click.echo, full=full, reason=reason)
        except (ToolFailed, NoQuietMoment, OSError) as error:
            sys.exit(f"guanxi: the backup failed: {error}")
        click.echo(line(manifest))
        _report(site, policy, manifest, time.monotonic() - began)
        if made:
            _hint(policy)
        context.exit(0 if manifest.proven else _complain(manifest.proof))


@backup.command("list")
@click.pass_obj
def list_backups(site: Site) -> None:
    """The backups there are, the oldest first, and what the proof of each has shown."""
    store = open_store(policy_of(site))
    backups = read_all(store)
    for manifest in backups:
        click.echo(line(manifest))
    for path in unreadable(store):
        click.echo(f"{path} cannot be read: that backup is lost.")
    proven = [each for each in backups if each.proven]
    if not proven:
        click.echo("There is no proven backup.")
    else:
        hours = (datetime.now(UTC) - proven[-1].taken_at).total_seconds() / 3600
        click.echo(f"The newest proven one is {hours:.1f} hours old.")


@backup.command()
@click.pass_obj
def watch(site: Site) -> None:
    """Take the nightly backups and send the log of every minute, until SIGTERM: the process `backup` of the fleet."""
    from ops.backup.schedule import main

    main(site)


@backup.command()
@click.pass_obj
def key(site: Site) -> None:
    """Say where the key lies that opens the backups, and why a copy of it belongs elsewhere."""
    _hint(policy_of(site))


@click.command()
@click.argument("name", required=False)
@click.option("--at", "moment", help="Any second since the first backup: '2026-11-29 14:30:00', in the machine's time.")
@click.option("--only", type=click.Choice(SERVICES), help="The database of this service alone.")
@click.option("--over-newer", is_flag=True, help="Also where something was written later than what is gone back to.")
@click.option("--dry-run", is_flag=True, help="Restore into a scratch place, look, and change nothing.")
@click.option("--drill", is_flag=True, help="Restore the newest into a scratch place, compare all, and report.")
@click.pass_obj
def restore(
    site: Site, name: str | None, moment: str | None, only: str | None, over_newer: bool, dry_run: bool, drill: bool
) -> None:
    """Go back to the newest backup, to that of NAME, or to a moment. The system must not run, but for a try.

    What is there is kept beside it. Ends with 1, and changes nothing, where the backup is not what it should be."""
    from ops.backup import restoring

    policy = policy_of(site)
    if drill:
        sys.exit(0 if restoring.drill(site, policy, click.echo) else 1)
    wish = restoring.Wish(name, _moment(moment), only, over_newer)
    sys.exit(0 if restoring.restore(site, policy, wish, click.echo, dry=dry_run) else 1)


@click.command()
@click.option("--undo", is_flag=True, required=True, help="Go back to the backup taken before the last migration.")
@click.option("--over-newer", is_flag=True, help="Also where something was written since.")
@click.pass_obj
def upgrade(site: Site, undo: bool, over_newer: bool) -> None:
    """Undo an upgrade: stop, put the version before in place, run this, start. (An upgrade itself is a start.)"""
    from ops.backup import restoring
    from ops.backup.before import before_the_last

    policy = policy_of(site)
    wish = restoring.Wish(name=before_the_last(site, policy).name, over_newer=over_newer)
    sys.exit(0 if restoring.restore(site, policy, wish, click.echo) else 1)


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        raise click.BadParameter("a moment like '2026-11-29 14:30:00'", param_hint="--at") from None


def policy_of(site: Site) -> Policy:
    """What this installation wants of its backups; raises SiteError."""
    return Policy.from_env(site.environ or {}, site.home)


def line(manifest: Manifest) -> str:
    """A backup in a line."""
    when = f"{manifest.taken_at.astimezone():%Y-%m-%d %H:%M:%S}"
    return (
        f"{manifest.name:<29} {when}  {manifest.size / 1e6:8.1f} MB  {_standing(manifest.proof)}  ({manifest.reason})"
    )


def _report(site: Site, policy: Policy, manifest: Manifest, seconds: float) -> None:
    """Tell the house of it, where the house runs."""
    from ops import children
    from ops.backup.reports import report
    from ops.backup.schedule import installed_at

    if site.server_url is not None or children.accepts_connections(site.port_of("auth")):
        proven = [each.taken_at for each in read_all(open_store(policy)) if each.proven]
        report(site, policy, installed_at(site.home), manifest, max(proven, default=None), seconds)


def _standing(proof: Proof | None) -> str:
    if proof is None:
        return "not proven"
    if proof.ok:
        return f"proven: {proof.tables} tables, {proof.rows} rows the same, {proof.seconds:.0f} s"
    return f"NOT THE SAME: {proof.found[0]}"


def _complain(proof: Proof | None) -> int:
    for sentence in proof.found if proof else ():
        click.echo(f"  {sentence}", err=True)
    return 1


def _hint(policy: Policy) -> None:
    from ops.backup.keys import HINT

    click.echo(HINT.format(path=policy.key_file))
