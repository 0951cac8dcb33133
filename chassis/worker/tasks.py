"""The Celery tasks, the same in every service. None of them carries anything that is not in a database."""

from __future__ import annotations

from typing import Any

from celery import Celery
from celery.worker import state as worker_state
from sqlalchemy import Engine

from chassis.context import Deployment
from chassis.db.transient import is_transient
from chassis.feed import Consumers
from chassis.feed.acks import take_ack
from chassis.feed.delivery import deliver
from chassis.feed.messages import ACK, DELIVER, HELLO, TICK, WAKE_UP, Ack, Batch, feed_queue
from chassis.jobs.runner import JobRunner
from chassis.jobs.schedules import Schedules
from chassis.logs import get_logger
from chassis.worker.transport import Transport

WAKE_UP_SECONDS = 15.0
"""How long one wake-up works at most: afterwards the worker looks at its other messages. The relay wakes it again."""

log = get_logger(__name__)


def register_tasks(
    celery: Celery,
    *,
    engine: Engine,
    transport: Transport,
    consumers: Consumers,
    runner: JobRunner,
    schedules: Schedules,
    deployment: Deployment,
) -> None:
    """Give ``celery`` the tasks of a service."""

    def patiently(work: Any) -> Any:
        """Do without what a database that is away could not do: whoever sent the message sends it again."""

        def task(message: dict[str, Any]) -> None:
            try:
                work(message)
            except Exception as error:
                if not is_transient(error):
                    raise
                log.warning("database_away", task=work.__name__, error=str(error).splitlines()[0][:200])

        return task

    def hear_batch(message: dict[str, Any]) -> None:
        batch = Batch.read(message)
        ack = deliver(engine, consumers, batch, deployment=deployment)
        try:
            transport.send(ACK, feed_queue(batch.producer), ack.plain())
        except Exception as error:
            log.warning("ack_not_sent", producer=batch.producer, error=str(error)[:200])

    def hear_ack(message: dict[str, Any]) -> None:
        take_ack(engine, Ack.read(message))

    def do_jobs(message: dict[str, Any]) -> None:
        runner.run_due(WAKE_UP_SECONDS, stop=_is_stopping)

    def look_at_schedules(message: dict[str, Any]) -> None:
        schedules.tick(engine, now=deployment.clock(), deployment=deployment)

    def hear_hello(message: dict[str, Any]) -> None:
        """Nothing to do: to have heard it is all."""

    for name, work in (
        (DELIVER, hear_batch),
        (ACK, hear_ack),
        (HELLO, hear_hello),
        (WAKE_UP, do_jobs),
        (TICK, look_at_schedules),
    ):
        celery.task(patiently(work), name=name, ignore_result=True)


def _is_stopping() -> bool:
    return worker_state.should_stop is not None or worker_state.should_terminate is not None
