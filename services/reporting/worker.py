"""The reporting service's background processes: feed (news) and jobs."""

from __future__ import annotations

import os

from chassis import worker
from chassis.audit.content import sources_of
from contracts.catalog import CATALOG
from services.reporting.consumers import consumers
from services.reporting.jobs import jobs
from services.reporting.schedules import schedules
from services.reporting.settings import Settings
from services.reporting.store.models import Base


def create_worker(settings: Settings | None = None) -> worker.Worker:
    """The worker; settings come from the environment unless given."""
    return worker.create_worker(
        settings or Settings.from_env(os.environ),
        consumers=consumers,
        jobs=jobs,
        schedules=schedules,
        catalog=CATALOG,
        sealed=sources_of(Base.metadata),
    )
