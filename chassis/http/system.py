"""The state of a service, for those who look after it: its news, its jobs, its emails, what failed and why."""

from __future__ import annotations

from typing import Any

from marshmallow import fields
from sqlalchemy import Row, func, select

from chassis.audit.queries import seals_state
from chassis.context import Context
from chassis.feed.status import feed_status
from chassis.http.api import Api
from chassis.http.schema import AnswerSchema
from chassis.jobs.status import failed_jobs, jobs_status
from chassis.mail.tables import email_table

PERMISSION = "system:read"


class SubscriptionSchema(AnswerSchema):
    """How far a listener of ours has come."""

    consumer = fields.String()
    head = fields.Integer()
    acked = fields.Integer()
    lag = fields.Integer(attribute="lag_events")
    lag_seconds = fields.Float()
    status = fields.String()
    status_detail = fields.String(attribute="detail")
    acked_at = fields.AwareDateTime()
    paused = fields.Boolean()


class CursorSchema(AnswerSchema):
    """How far we have come in another service's news."""

    producer = fields.String()
    cursor = fields.Integer()
    head_seen = fields.Integer()
    lag = fields.Integer(attribute="lag_events")
    heard_at = fields.AwareDateTime()
    status = fields.String()
    status_detail = fields.String(attribute="detail")
    parked = fields.Integer()


class FailedJobSchema(AnswerSchema):
    """A job that was given up."""

    id = fields.UUID()
    name = fields.String()
    last_error = fields.String()
    finished_at = fields.AwareDateTime()


class JobsSchema(AnswerSchema):
    """The queue of jobs."""

    waiting = fields.Integer()
    running = fields.Integer()
    failed = fields.Integer()
    oldest_due_at = fields.AwareDateTime()


class EmailsSchema(AnswerSchema):
    """Emails that are not sent yet, and those that were given up."""

    waiting = fields.Integer()
    failed = fields.Integer()


class SealsStateSchema(AnswerSchema):
    """How the records of changes and readings are sealed. ``ok``: what the last look found; None before the first."""

    unsealed = fields.Integer()
    checked_at = fields.AwareDateTime()
    ok = fields.Boolean()


class SystemSchema(AnswerSchema):
    """The state of a service. ``needs_people``: what does not mend by itself, one sentence each."""

    service = fields.String()
    head = fields.Integer()
    unsequenced = fields.Integer()
    needs_people = fields.List(fields.String())
    subscriptions = fields.List(fields.Nested(SubscriptionSchema))
    cursors = fields.List(fields.Nested(CursorSchema))
    jobs = fields.Nested(JobsSchema)
    failed_jobs = fields.List(fields.Nested(FailedJobSchema))
    letters = fields.Nested(EmailsSchema)
    seals = fields.Nested(SealsStateSchema)


def system_api(service: str) -> Api:
    """``GET /v1/system/<service>``: the same for every service."""
    api = Api("system", description="The state of this service")

    @api.get(f"/system/{service}", permission=PERMISSION, returns=SystemSchema)
    def read_state(ctx: Context) -> dict[str, Any]:
        """How news, jobs, emails and seals stand, and what does not mend by itself."""
        feed, jobs = feed_status(ctx.session), jobs_status(ctx.session)
        counted = (
            select(email_table.c.status, func.count())
            .where(email_table.c.status != "sent")
            .group_by(email_table.c.status)
        )
        letters = {row.status: row.count for row in ctx.session.execute(counted)}
        seals = seals_state(ctx.session)
        checked = seals["checked"]
        return {
            "service": service,
            "head": feed.head,
            "unsequenced": feed.unsequenced,
            "needs_people": [*feed.needs_people, *_bent(checked)],
            "subscriptions": feed.subscriptions,
            "cursors": feed.cursors,
            "jobs": {**jobs.counts, "oldest_due_at": jobs.oldest_due_at},
            "failed_jobs": failed_jobs(ctx.session, 20),
            "letters": {"waiting": letters.get("waiting", 0), "failed": letters.get("failed", 0)},
            "seals": {
                "unsealed": seals["unsealed"],
                "checked_at": checked.at if checked else None,
                "ok": checked.ok if checked else None,
            },
        }

    return api


def _bent(checked: Row[Any] | None) -> list[str]:
    """What to say of a look at the seals that found something."""
    if checked is None or checked.ok:
        return []
    first = checked.flaws[0] if checked.flaws else ""
    return [f"records were bent: {len(checked.flaws)} flaws, the first is {first}; `guanxi audit verify` names them"]
