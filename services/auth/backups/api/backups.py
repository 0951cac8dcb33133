"""How the backups of the house stand."""

from __future__ import annotations

from marshmallow import fields

from chassis.context import Context
from chassis.http import AnswerSchema, Api
from contracts.permissions import Permission
from services.auth.backups.usecases import backups
from services.auth.backups.usecases.backups import BackupsState

api = Api("backups", description="The backups of this installation")


class BackupReportSchema(AnswerSchema):
    """What came of a backup. ``ok``: it was restored aside and found the same; ``size`` in bytes."""

    id = fields.UUID()
    at = fields.AwareDateTime()
    name = fields.String()
    ok = fields.Boolean()
    size = fields.Integer()
    seconds = fields.Float()
    detail = fields.String()


class BackupsSchema(AnswerSchema):
    """How the backups stand. ``proven_at``: of when the newest proven one is; ``alarm``: it is too old, or the last one
    failed. Without reports nothing is known of backups here."""

    proven_at = fields.AwareDateTime()
    alarm_at = fields.AwareDateTime()
    alarm = fields.Boolean()
    reports = fields.List(fields.Nested(BackupReportSchema))


@api.get("/backups", permission=Permission.SYSTEM_READ, returns=BackupsSchema)
def read_backups(ctx: Context) -> BackupsState:
    """When the last proven backup was taken, whether that is an alarm, and what came of the last ones."""
    return backups.backups_state(ctx)
