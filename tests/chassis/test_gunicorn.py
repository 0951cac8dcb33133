"""How a service is served."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from chassis.logs import configure_logging
from ops.servers import free_port


def create_app() -> Any:
    """An app that answers nothing, with the log of a service."""
    configure_logging("ledger")

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("204 No Content", [])
        return []

    return app


def test_a_web_process_says_where_it_listens_and_nothing_else() -> None:
    port = free_port()
    command = ["-m", "gunicorn", "--config", "python:chassis.gunicorn", "tests.chassis.test_gunicorn:create_app()"]
    server = subprocess.Popen(
        [sys.executable, *command],
        env={"LISTEN": f"127.0.0.1:{port}"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    line = json.loads(server.stdout.readline())
    server.terminate()
    rest, complained = server.communicate(timeout=30)
    assert (line["event"], line["address"], line["service"]) == ("listening", f"127.0.0.1:{port}", "ledger")
    assert (rest, complained) == ("", "")
