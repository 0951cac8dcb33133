"""Every table of the activity service, so that all are known where this is imported."""

from __future__ import annotations

from services.activity.store.base import Base as Base
