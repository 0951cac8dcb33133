"""The `guanxi` command. Each command imports what it needs itself: a relay need not know the launcher."""

import os
import sys
from collections.abc import Callable
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Literal

import click

from contracts.services import SERVICES
from ops.site import Site, SiteError

if TYPE_CHECKING:
    from services.auth.settings import Settings

SERVICE = click.argument("service", type=click.Choice(SERVICES))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def guanxi() -> None:
    """Guanxi: run it, prepare it, look after it."""


def main() -> None:
    """Entry of the console script: ends with a sentence, not a traceback, where a person can mend it."""
    from ops.programs import StartFailed

    try:
        guanxi(prog_name="guanxi")
    except (SiteError, StartFailed) as error:
        sys.exit(f"guanxi: {error}")


@guanxi.command()
@click.option("--demo", is_flag=True, help="With a demo company of 2,000 customers.")
def up(demo: bool) -> None:
    """Run the whole system on this machine in the foreground; Ctrl-C stops it."""
    from ops.launcher import up

    up(_site(), demo=demo)


@guanxi.command()
def setup() -> None:
    """Create the databases, their users and the signing keys, where they are missing."""
    from ops.databases import create_database
    from ops.keys import ensure_keys

    site = _site()
    if ensure_keys(site.signing_keys, site.public_keys, site.factor_key):
        click.echo(f"keys: made in {site.signing_keys.parent}")
    for service in SERVICES:
        create_database(site.admin_url, service, site.secrets)
        click.echo(f"{service}: database guanxi_{service} is there")


@guanxi.command()
@click.argument("services", nargs=-1, type=click.Choice(SERVICES))
def migrate(services: tuple[str, ...]) -> None:
    """Bring the databases of SERVICES (all unless told) to the newest migration."""
    from chassis.db.migrate import upgrade
    from ops.backup.before import back_up_before_migrating

    site = _site()
    back_up_before_migrating(site, services or SERVICES, click.echo)
    for service in services or SERVICES:
        upgrade(service, site.database_url(service, owner=True))
        click.echo(f"{service}: migrated")
    if "customer" in (services or SERVICES):
        _load_lists(site)


@guanxi.group("lists")
def code_lists() -> None:
    """The lists that customers are put under: regions (GB/T 2260), industries (GB/T 4754)."""


@code_lists.command("load")
def load_lists() -> None:
    """Bring the standard entries up to the data that came with this version; own entries stay as they are."""
    _load_lists(_site())


def _load_lists(site: Site) -> None:
    from ops.regions import regions
    from services.customer.cli import load_lists

    for name, loaded in load_lists(site.database_url("customer", owner=True), regions()).items():
        click.echo(f"{name}: {loaded.added} new, {loaded.changed} changed, {loaded.disabled} no longer in the standard")


@guanxi.command()
@SERVICE
@click.argument("role", type=click.Choice(("feed", "jobs")))
def worker(service: str, role: Literal["feed", "jobs"]) -> None:
    """Run the Celery worker that hears a service's news (feed) or does its jobs."""
    from chassis.worker import run

    _serve_metrics()
    run(service, role)


@guanxi.command()
@SERVICE
def relay(service: str) -> None:
    """Run the relay that tells a service's news to the others."""
    from chassis.worker import relay_main

    _serve_metrics()
    relay_main(service)


@guanxi.command()
def scheduler() -> None:
    """Run the clock of the fleet (Celery beat)."""
    from chassis.worker import run_beat

    _serve_metrics()
    run_beat()


@guanxi.command()
def mailbox() -> None:
    """Catch the emails of a system on one machine and show them in the browser; delivers nothing."""
    from ops.mailbox import serve

    serve(os.environ)


@guanxi.command()
def clients() -> None:
    """Write the gateway's clients anew from the services' OpenAPI documents."""
    from ops.clients import write_clients

    for name in write_clients():
        click.echo(f"written: {name}")


@guanxi.group()
def admin() -> None:
    """The administrator's account."""


@admin.command()
@click.option("--quiet", is_flag=True, help="Say nothing where there is one already.")
@click.option("--unshown", is_flag=True, help="Do not show the password either: another is given at once.")
def create(quiet: bool, unshown: bool) -> None:
    """Create the first administrator, and show the password this once; changes nothing when there is one.

    Also brings the roles that Guanxi delivers up to date.
    """
    from services.auth.cli import USERNAME, ensure_admin

    password = ensure_admin(_auth_settings())
    if password is not None and not unshown:
        _show_password(USERNAME, password)
    elif password is None and not quiet:
        click.echo("There is an administrator already; nothing was changed.")


@admin.command("reset-password")
def reset_password() -> None:
    """Give the administrator a new password, and show it this once."""
    from services.auth.cli import USERNAME, reset_admin

    _show_password(USERNAME, reset_admin(_auth_settings()))


@admin.command("give-password")
@click.argument("username")
def give_password(username: str) -> None:
    """Give somebody a new password, and show it this once: where nobody else can confirm one yet."""
    from chassis.errors import NotFound
    from services.auth.cli import give_password as give

    try:
        _show_password(username, give(_auth_settings(), username), "User name:")
    except NotFound:
        raise click.ClickException(f"there is no active user {username}") from None


@guanxi.group()
def auth() -> None:
    """The keys that access tokens are signed with."""


@auth.command("rotate-keys")
def rotate_keys() -> None:
    """Sign with a new key from now on; the old one stays for the tokens signed with it. Nobody is signed out."""
    from services.auth.cli import rotate_keys

    site = _site()
    click.echo(f"signing with {rotate_keys(site.signing_keys, site.public_keys)}; old keys: guanxi auth drop-old-keys")


@auth.command("drop-old-keys")
def drop_old_keys() -> None:
    """Drop the keys that no token is signed with any more; refuses while there may be one."""
    from services.auth.cli import KeysStillInUse, drop_old_keys

    site = _site()
    try:
        click.echo(f"dropped: {drop_old_keys(site.signing_keys, site.public_keys)}")
    except KeysStillInUse as error:
        sys.exit(f"guanxi: {error}")


def _auth_settings() -> "Settings":
    from services.auth.settings import Settings

    return Settings.from_env(os.environ if os.environ.get("SERVICE_NAME") == "auth" else _site().environment("auth"))


def _show_password(username: str, password: str, whose: str = "Administrator:") -> None:
    click.echo(f"\n{whose:<15} {username}\nPassword:       {password}\nThe password is shown only this once.")


@guanxi.command()
@click.argument("process")
def env(process: str) -> None:
    """Print the environment of PROCESS (customer-api, gateway ...), to run or debug it by hand. Holds secrets."""
    from ops.fleet import FLEET

    found = next((each for each in FLEET if each.name == process), None)
    if found is None:
        raise click.BadParameter(f"one of {', '.join(each.name for each in FLEET)}", param_hint="PROCESS")
    mine, site = dict(os.environ), _site()
    for name, value in sorted(site.environment(found.service).items()):
        if mine.get(name) != value:
            click.echo(f"{name}={value}")


@guanxi.command()
@click.argument("names", nargs=-1)
def check(names: tuple[str, ...]) -> None:
    """Check NAMES (all unless told) of what no linter knows: migrations, translations."""
    from ops.checks import CHECKS

    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        raise click.BadParameter(f"one of {', '.join(CHECKS)}", param_hint="NAMES")
    failed = [name for name in names or CHECKS if not _passes(name, CHECKS[name])]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _passes(name: str, look: Callable[[], list[str]]) -> bool:
    complaints = look()
    for complaint in complaints:
        click.echo(f"{name}: {complaint}")
    if not complaints:
        click.echo(f"{name}: all good")
    return not complaints


@guanxi.command("secrets")
def new_secrets() -> None:
    """Print fresh passwords for docker-compose.yml: `guanxi secrets > .env`."""
    import secrets

    names = [f"{service.upper()}_{role}_PASSWORD" for service in SERVICES for role in ("DATABASE", "OWNER")]
    for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY", "EDGE_KEY", *names):
        click.echo(f"{name}={secrets.token_urlsafe(24)}")


@guanxi.command()
def seed() -> None:
    """Fill a running system with the demo company; changes nothing where it is there already."""
    from ops.demo import seed_demo

    seed_demo(_site())


@guanxi.command("import", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def import_files(arguments: tuple[str, ...]) -> None:
    """Import files of customers, transactions or cases: `guanxi import --help`."""
    from ops.importer import import_command

    import_command.main(args=list(arguments), prog_name="guanxi import")


@guanxi.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def feed(arguments: tuple[str, ...]) -> None:
    """Look at the news a service tells and hears, and mend what does not mend by itself: `guanxi feed --help`."""
    from chassis.feed.commands import feed as commands

    commands.main(args=list(arguments), prog_name="guanxi feed", obj=_environment_of)


@guanxi.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def audit(arguments: tuple[str, ...]) -> None:
    """Check that no record of who changed and who read what was bent: `guanxi audit --help`."""
    from ops.audit import audit as commands

    commands.main(args=list(arguments), prog_name="guanxi audit", obj=_database_of)


def _pass_on(name: str, place: str, help: str) -> None:
    """Mount a command for the whole installation, which is imported when it is called."""

    @guanxi.command(name, help=help, context_settings={"ignore_unknown_options": True, "help_option_names": []})
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def run(arguments: tuple[str, ...]) -> None:
        resolve_name(place).main(args=list(arguments), prog_name=f"guanxi {name}", obj=_site())


BACKUP = "ops.backup.commands"
_pass_on("backup", f"{BACKUP}:backup", "Take a backup that proves itself, list them: `guanxi backup --help`.")
_pass_on("restore", f"{BACKUP}:restore", "Go back to a backup or to any second since: `guanxi restore --help`.")
_pass_on("upgrade", f"{BACKUP}:upgrade", "Undo an upgrade: `guanxi upgrade --undo`.")


@guanxi.command("new", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def new(arguments: tuple[str, ...]) -> None:
    """Write the skeleton of a new service or resource: `guanxi new --help`."""
    from ops.new.commands import new as commands

    commands.main(args=list(arguments), prog_name="guanxi new")


def _serve_metrics() -> None:
    """Serve the figures of a process without web pages on METRICS_PORT, if that is set."""
    if port := os.environ.get("METRICS_PORT"):
        from prometheus_client import start_http_server

        start_http_server(int(port))


def _environment_of(service: str) -> dict[str, str]:
    """What a process of ``service`` is given: our own environment where we are one."""
    return {} if os.environ.get("SERVICE_NAME") == service else _site().environment(service)


def _database_of(service: str) -> str:
    return os.environ["DATABASE_URL"] if os.environ.get("SERVICE_NAME") == service else _site().database_url(service)


def _site() -> Site:
    return Site.from_env(os.environ)
