"""What every table of the activity service is declared on."""

from __future__ import annotations

from sqlalchemy.orm import DeclarativeBase

from chassis.db import TYPES, coded, naming_metadata
from contracts.activity import ChannelError, ChannelKind, Delivery, NoticeKind
from services.activity.channels.domain.messages import MessageStatus
from services.activity.channels.domain.workflow import ChannelStatus


class Base(DeclarativeBase):
    """Base of every table that the activity service owns."""

    metadata = naming_metadata()
    type_annotation_map = TYPES | coded(ChannelError, ChannelKind, ChannelStatus, Delivery, MessageStatus, NoticeKind)
