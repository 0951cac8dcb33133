"""The background side of one service: what it hears, what it does, by which clock."""

from __future__ import annotations

from dataclasses import dataclass

from celery import Celery
from sqlalchemy import Engine

from chassis import mail
from chassis.audit import checking
from chassis.audit.content import OF_EVERY_SERVICE, Sources
from chassis.db import create_engine
from chassis.events import Catalog
from chassis.feed import Consumers
from chassis.feed.subscriptions import heard_by
from chassis.jobs import Jobs
from chassis.jobs.runner import JobRunner
from chassis.jobs.schedules import Schedules
from chassis.settings import ServiceSettings
from chassis.worker.app import create_celery
from chassis.worker.tasks import register_tasks
from chassis.worker.transport import Transport


class NotWired(Exception):
    """What a service says it hears and what it handles differ; the message names the events."""


@dataclass(frozen=True, kw_only=True)
class Worker:
    """Everything the background processes of a service need."""

    settings: ServiceSettings
    engine: Engine
    celery: Celery
    transport: Transport
    consumers: Consumers
    jobs: Jobs
    schedules: Schedules
    catalog: Catalog
    sealed: Sources

    @property
    def service(self) -> str:
        """The name of the service."""
        return self.settings.service_name


def create_worker(
    settings: ServiceSettings,
    *,
    catalog: Catalog,
    consumers: Consumers | None = None,
    jobs: Jobs | None = None,
    schedules: Schedules | None = None,
    sealed: Sources = OF_EVERY_SERVICE,
    email_failed: mail.Failed | None = None,
) -> Worker:
    """Wire the background side of a service; ``sealed``: the tables whose rows it seals; ``email_failed``: called when
    an email of its own was given up. Raises NotWired when it does
    not hear what the catalog says it hears."""
    service = settings.service_name
    consumers = consumers or Consumers(service)
    missing = heard_by(catalog, service) - consumers.heard
    if missing:
        raise NotWired(f"{service} does not handle {', '.join(sorted(missing))}, which the catalog says it hears")
    jobs = jobs or Jobs(service)
    mail.register(jobs, smtp_url=settings.smtp_url, mail_from=settings.mail_from, failed=email_failed)
    schedules = schedules or Schedules(service)
    checking.register(jobs, schedules, sealed)
    engine = create_engine(settings.database_url, pool=2)
    celery = create_celery(service, settings.redis_url)
    transport = Transport(celery)
    register_tasks(
        celery,
        engine=engine,
        transport=transport,
        consumers=consumers,
        runner=JobRunner(engine=engine, jobs=jobs, deployment=settings.deployment),
        schedules=schedules,
        deployment=settings.deployment,
    )
    return Worker(
        settings=settings,
        engine=engine,
        celery=celery,
        transport=transport,
        consumers=consumers,
        jobs=jobs,
        schedules=schedules,
        catalog=catalog,
        sealed=sealed,
    )
