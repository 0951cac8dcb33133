"""The customer service's background processes: feed (news) and jobs."""

from __future__ import annotations

import os

from chassis import worker
from chassis.audit.content import sources_of
from contracts.catalog import CATALOG
from services.customer.consumers import consumers
from services.customer.jobs import jobs
from services.customer.schedules import schedules
from services.customer.settings import Settings
from services.customer.store.models import Base


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
