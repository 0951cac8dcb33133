"""What can be done with a department's channel."""

from __future__ import annotations

from enum import StrEnum

from chassis.workflow import Step, Workflow
from contracts.permissions import Permission

WRITE = Permission.NOTICE_CONFIGURE


class ChannelStatus(StrEnum):
    """Whether messages go to a channel."""

    ACTIVE = "active"
    DISABLED = "disabled"


CHANNEL: Workflow[ChannelStatus] = Workflow(
    {
        "edit": Step(before=frozenset(ChannelStatus), permission=WRITE),
        "try": Step(before={ChannelStatus.ACTIVE}, permission=WRITE),
        "disable": Step(before={ChannelStatus.ACTIVE}, after=ChannelStatus.DISABLED, permission=WRITE),
        "enable": Step(before={ChannelStatus.DISABLED}, after=ChannelStatus.ACTIVE, permission=WRITE),
    }
)
