"""What can be done with a channel."""

from __future__ import annotations

from types import SimpleNamespace

from chassis.auth import Actor, Scope
from services.activity.channels.domain.workflow import CHANNEL, WRITE, ChannelStatus

MANAGER = Actor(id=None, name="", permissions={WRITE: Scope.DEPARTMENT})


def test_an_active_channel_can_be_tried_and_disabled_and_a_disabled_one_enabled() -> None:
    active, disabled = (SimpleNamespace(status=status) for status in ChannelStatus)
    assert CHANNEL.actions(active, MANAGER) == ["edit", "try", "disable"]
    assert CHANNEL.actions(disabled, MANAGER) == ["edit", "enable"]
    assert CHANNEL.actions(active, Actor(id=None, name="")) == []
