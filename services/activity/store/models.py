"""Every table of the activity service, so that all are known where this is imported."""

from __future__ import annotations

from services.activity.channels.store.models import ChannelMessage, NoticeChannel
from services.activity.store.base import Base
from services.activity.store.notices import Notice
from services.activity.store.roles import KnownRole
from services.activity.store.settings import NoticeSetting

__all__ = ["Base", "ChannelMessage", "KnownRole", "Notice", "NoticeChannel", "NoticeSetting"]
