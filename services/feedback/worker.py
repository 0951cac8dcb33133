"""The feedback service's background processes: feed (news) and jobs."""

from __future__ import annotations

import os

from chassis import worker
from chassis.audit.content import sources_of
from contracts.catalog import CATALOG
from services.feedback.consumers import consumers
from services.feedback.jobs import jobs
from services.feedback.schedules import schedules
from services.feedback.settings import Settings
from services.feedback.store.models import Base
from services.feedback.usecases.replies import tell_of_failed_email


def create_worker(settings: Settings | None = None) -> worker.Worker:
    """The worker; settings come from the environment unless given."""
    return worker.create_worker(
        settings or Settings.from_env(os.environ),
        consumers=consumers,
        jobs=jobs,
        schedules=schedules,
        catalog=CATALOG,
        sealed=sources_of(Base.metadata),
        email_failed=tell_of_failed_email,
    )
