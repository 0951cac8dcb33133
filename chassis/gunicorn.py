"""How gunicorn serves a service or the gateway; the same on one machine and in a container.

How requests are heard is the worker's business: `chassis/web_worker.py`.

`LISTEN` is the address to listen on (host:port), `WEB_THREADS` and `WEB_PROCESSES` the number of each.
"""

import os
from typing import Any

from chassis.logs import get_logger

bind = os.environ.get("LISTEN", "127.0.0.1:8000")
worker_class = "chassis.web_worker.BufferedWorker"
workers = int(os.environ.get("WEB_PROCESSES", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))
preload_app = True  # the serving process is a fork of its supervisor: half the memory
control_socket_disable = True
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 - a heartbeat file, not data
timeout = 30  # of a worker whose loop stands still
graceful_timeout = 8
accesslog = None
errorlog = "-"
loglevel = "warning"


def when_ready(server: Any) -> None:
    """gunicorn's hook: the app is loaded, and requests are taken from now on. gunicorn itself says so at INFO, among
    much that nobody needs."""
    get_logger(__name__).info("listening", address=bind, processes=workers, threads=threads)
