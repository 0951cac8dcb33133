"""What the auth service hears: nothing."""

from __future__ import annotations

from chassis.feed.consumers import Consumers

consumers = Consumers("auth")
