"""The operators' commands: ``feed SERVICE status | parked | retry | skip | pause | resume | unfork``."""

from __future__ import annotations

import getpass
import json
import os
from typing import TYPE_CHECKING

import click
from sqlalchemy.orm import Session

from chassis.feed import dead_letters
from chassis.feed.status import feed_status

if TYPE_CHECKING:
    from chassis.worker import Worker


@click.group()
@click.argument("service")
@click.pass_context
def feed(context: click.Context, service: str) -> None:
    """Look at the news that SERVICE tells and hears, and mend what does not mend by itself.

    The command that mounts this group may set the context's ``obj`` to a function that returns a service's environment.
    """
    from chassis.worker.processes import load_worker

    if context.obj is not None:
        os.environ.update(context.obj(service))
    context.obj = load_worker(service)


@feed.command()
@click.pass_obj
def status(worker: Worker) -> None:
    """How far the subscribers have come, and how far we have."""
    with Session(worker.engine) as session:
        found = feed_status(session)
    click.echo(f"{worker.service}: head {found.head}, {found.unsequenced} without a position")
    for subscription in found.subscriptions:
        paused = ", paused" if subscription.paused else ""
        click.echo(
            f"  tells {subscription.consumer}: {subscription.acked} acknowledged, {subscription.lag_events} behind "
            f"({subscription.lag_seconds:.0f} s), {subscription.status}{paused} {subscription.detail or ''}".rstrip()
        )
    for cursor in found.cursors:
        age = "never" if cursor.heard_age_seconds is None else f"{cursor.heard_age_seconds:.0f} s ago"
        click.echo(
            f"  hears {cursor.producer}: at {cursor.cursor} of {cursor.head_seen}, heard {age}, "
            f"{cursor.parked} parked, {cursor.skipped} skipped, {cursor.status} {cursor.detail or ''}".rstrip()
        )


@feed.command()
@click.option("--producer", help="only events of this service")
@click.pass_obj
def parked(worker: Worker, producer: str | None) -> None:
    """List the events that could not be applied, and those of the same keys behind them."""
    with Session(worker.engine) as session:
        for event in dead_letters.list_dead_letters(session, producer):
            click.echo(f"{event.producer} {event.seq} {event.event['type']} {event.key}: {event.error}")


@feed.command()
@click.argument("producer")
@click.argument("key")
@click.pass_obj
def retry(worker: Worker, producer: str, key: str) -> None:
    """Apply the dead letters of KEY again, in order, all or none."""
    count = dead_letters.retry_key(
        worker.engine, worker.consumers, producer, key, deployment=worker.settings.deployment
    )
    click.echo(f"{count} events applied")


@feed.command()
@click.argument("producer")
@click.argument("seq", type=int)
@click.option("--reason", required=True, help="why; kept on record")
@click.pass_obj
def skip(worker: Worker, producer: str, seq: int, reason: str) -> None:
    """Give up the dead letter at SEQ for good. Retry its key afterwards for those behind it."""
    if not dead_letters.skip_event(worker.engine, producer, seq, reason=reason, by=getpass.getuser()):
        raise click.ClickException(f"event {seq} of {producer} is not parked")
    click.echo("given up")


@feed.command()
@click.argument("consumer")
@click.pass_obj
def pause(worker: Worker, consumer: str) -> None:
    """Send nothing to CONSUMER until it is resumed."""
    if not dead_letters.pause_subscription(worker.engine, consumer):
        raise click.ClickException(f"{consumer} does not subscribe to {worker.service}")


@feed.command()
@click.argument("consumer")
@click.pass_obj
def resume(worker: Worker, consumer: str) -> None:
    """Send to CONSUMER again, from where it is."""
    if not dead_letters.resume_subscription(worker.engine, consumer):
        raise click.ClickException(f"{consumer} does not subscribe to {worker.service}")


@feed.command()
@click.option("--producer", help="start over with this producer's log; without it, give our own log a new identity")
@click.confirmation_option(prompt="Everything is told again from the first event. Go on?")
@click.pass_obj
def unfork(worker: Worker, producer: str | None) -> None:
    """Repair a fork, after a database was restored: once on the producer, and once on each of its subscribers."""
    if producer:
        dead_letters.start_over(worker.engine, producer)
        click.echo(f"{worker.service} reads the log of {producer} again from its first event")
    else:
        dead_letters.begin_new_log(worker.engine)
        click.echo(f"the log of {worker.service} has a new identity; now run this for each of its subscribers")


@feed.command("show")
@click.argument("producer")
@click.argument("seq", type=int)
@click.pass_obj
def show_event(worker: Worker, producer: str, seq: int) -> None:
    """Show a dead letter whole. It may hold personal data."""
    with Session(worker.engine) as session:
        for event in dead_letters.list_dead_letters(session, producer, limit=10_000):
            if event.seq == seq:
                click.echo(json.dumps(event.event, ensure_ascii=False, indent=2))
                return
    raise click.ClickException(f"event {seq} of {producer} is not parked")
