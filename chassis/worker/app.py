"""The Celery apps. Each setting is here because of a failure it prevents."""

from __future__ import annotations

import importlib
import os
import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from kombu.entity import Queue

from chassis.feed.messages import TICK, feed_queue, jobs_queue
from chassis.logs import configure_logging
from chassis.settings import read_settings

TICK_EVERY = 30.0


def create_celery(service: str, redis_url: str) -> Celery:
    """The Celery app of a service. No result backend, no ETA, no remote control: a message only says "look"."""
    app = Celery(service, broker=redis_url)
    app.conf.update(
        task_queues=[Queue(name) for name in (feed_queue(service), jobs_queue(service))],  # type: ignore[no-untyped-call]
        task_default_queue=jobs_queue(service),
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        # Lost messages are sent again by the relay, so acknowledge at once: redelivery would come hours later.
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        # A publisher must not hang on a broker that is away; the relay tries again by itself.
        task_publish_retry=False,
        broker_connection_timeout=2,
        broker_pool_limit=4,
        # A worker never gives up on the broker.
        broker_connection_max_retries=None,
        broker_connection_retry_on_startup=True,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        # What a worker can hang in after a reconnect, and nobody uses.
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        redis_socket_timeout=5,
        broker_transport_options={
            # With it a worker whose ack meets a dead Redis leaks its prefetch credit and stays deaf for ever.
            "ack_emulation": False,
            "socket_timeout": 5,
            "socket_connect_timeout": 2,
            "socket_keepalive": True,
            "health_check_interval": 5,
            "max_retries": 1,
            "interval_start": 0,
            "interval_step": 0.1,
            "interval_max": 0.2,
        },
    )
    return app


@dataclass(frozen=True, kw_only=True)
class BeatSettings:
    """What the clock needs of the environment."""

    redis_url: str
    log_level: str = "INFO"


def create_beat(settings: BeatSettings | None = None, services: Sequence[str] | None = None) -> Celery:
    """The clock of the fleet: tells every service each half minute to look at its schedules.

    Settings come from the environment unless given; the services are those that have a worker. It keeps nothing:
    what is due is known from each service's database, so a tick that is lost is made up for by the next.
    """
    settings = settings or read_settings(BeatSettings, os.environ)
    app = create_celery("scheduler", settings.redis_url)
    app.conf.update(
        beat_scheduler="celery.beat:Scheduler",
        beat_schedule={
            f"{service}-tick": {
                "task": TICK,
                "schedule": TICK_EVERY,
                "args": ({},),
                "options": {"queue": jobs_queue(service), "expires": TICK_EVERY * 10},
            }
            for service in (services or services_with_worker())
        },
    )
    _log_as("scheduler", settings.log_level)
    return app


def services_with_worker() -> list[str]:
    """The names of the services of this installation."""
    package = importlib.import_module("services")
    return [module.name for module in pkgutil.iter_modules(package.__path__) if module.ispkg]


def _log_as(service: str, level: str) -> None:
    """Have Celery's own log go the way of ours, without a line for each message."""

    def configure(**_: Any) -> None:
        quiet_celery(service, level)

    setup_logging.connect(configure, weak=False)


def quiet_celery(service: str, level: str) -> None:
    """Log as ``service``; Celery's lines about every single message are left out."""
    import logging

    configure_logging(service, level)
    for name in ("celery.worker.strategy", "celery.app.trace", "celery.beat"):
        logging.getLogger(name).setLevel(logging.WARNING)
