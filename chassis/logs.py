"""Logs: JSON lines on standard output, each with the request id that ties a story together across processes."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from typing import Any

import orjson
import structlog
from structlog.contextvars import bind_contextvars, clear_contextvars
from structlog.typing import EventDict, FilteringBoundLogger, Processor

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    structlog.processors.format_exc_info,
]


def configure_logging(service: str, level: str = "INFO") -> None:
    """Send everything, also what libraries log, through one JSON formatter. Once a process, at its start."""

    def name_service(_: object, __: str, line: EventDict) -> EventDict:
        line.setdefault("service", service)
        return line

    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                name_service,
                structlog.processors.JSONRenderer(serializer=_json),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _json(line: EventDict, default: Callable[[Any], Any], **_: Any) -> str:
    return orjson.dumps(line, default=default, option=orjson.OPT_NON_STR_KEYS).decode()


def bind_request(request_id: str, **more: str) -> None:
    """Put the request id (and more) on every following line of this thread's work."""
    clear_contextvars()
    bind_contextvars(request_id=request_id, **more)


def get_logger(name: str) -> FilteringBoundLogger:
    """A structured logger: ``log.info("mail_refused", email_id=id)``. No personal data in its fields."""
    logger: FilteringBoundLogger = structlog.get_logger(name)
    return logger


class Lasting:
    """Warns of what lasts and happens again and again meanwhile: at once, then every ten seconds at most.

    Each line says how many times it happened since the line before (``times``).
    """

    EVERY = 10.0

    def __init__(self, logger: FilteringBoundLogger, event: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._logger = logger
        self._event = event
        self._clock = clock
        self._next_at = float("-inf")
        self._times = 0

    def warn(self, **fields: Any) -> None:
        """It happened once more; ``fields`` say how."""
        self._times += 1
        if self._clock() >= self._next_at:
            self._logger.warning(self._event, times=self._times, **fields)
            self._next_at = self._clock() + self.EVERY
            self._times = 0
