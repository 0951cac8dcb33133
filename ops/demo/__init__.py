"""The demo company: made through the API, the way its staff would. Every step may be repeated."""

from __future__ import annotations

import click

from ops.site import Site


def seed_demo(site: Site) -> None:
    """Fill a running system with the demo company, once; say who can sign in."""
    from ops.demo.accounts import ACCOUNTS, PASSWORD
    from ops.demo.seeding import seed

    done = site.home / "demo"
    if not done.exists():
        seed(site, click.echo)
        done.touch()
    click.echo(f"\nDemo accounts, all with the password {PASSWORD} (never use them for real data):")
    for account in ACCOUNTS:
        click.echo(f"  {account.username:<10} {account.title}  {account.name}")
