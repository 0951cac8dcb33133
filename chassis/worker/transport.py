"""The one way to the broker. Whatever it does, nothing depends on it but speed."""

from __future__ import annotations

from typing import Any

from celery import Celery


class Transport:
    """Sends messages through a Celery app's own connections."""

    def __init__(self, celery: Celery) -> None:
        self._celery = celery

    def send(self, task: str, queue: str, message: dict[str, Any]) -> None:
        """Put a message in a queue; raises at once when the broker is away.

        By ``queue`` alone, that is by the default exchange: after a broker came back empty a named exchange has no
        queues and drops messages without a word. No representation of the arguments either: they are personal data,
        and would be logged.
        """
        self._celery.send_task(
            task,
            args=(message,),
            queue=queue,
            ignore_result=True,
            argsrepr="()",
            kwargsrepr="{}",
            compression="gzip" if message.get("events") else None,
        )

    def depth(self, queue: str) -> int:
        """How many messages wait in a queue."""
        with self._celery.pool.acquire(block=True, timeout=2) as connection:
            return int(connection.default_channel.client.llen(queue))
