"""The activity service's background processes: feed (news) and jobs."""

from __future__ import annotations

import os

from chassis import worker
from chassis.audit.content import sources_of
from contracts.catalog import CATALOG
from services.activity.channels import sending
from services.activity.consumers import consumers
from services.activity.jobs import jobs
from services.activity.schedules import schedules
from services.activity.settings import Settings
from services.activity.store.models import Base


def create_worker(settings: Settings | None = None) -> worker.Worker:
    """The worker; settings come from the environment unless given."""
    settings = settings or Settings.from_env(os.environ)
    sending.register(jobs, sending.sender(settings.channel_rules))
    return worker.create_worker(
        settings,
        consumers=consumers,
        jobs=jobs,
        schedules=schedules,
        catalog=CATALOG,
        sealed=sources_of(Base.metadata),
    )
