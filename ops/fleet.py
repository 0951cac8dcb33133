"""The table of all processes: what runs, in which order it stops, how it is known to be ready.

The launcher runs it on one machine; docker-compose.yml has the same commands, and a test compares them.
"""

import signal
import sys
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import NamedTuple

from contracts.services import SERVICES
from ops.site import Site


class Starter(NamedTuple):
    """How a command is started: as the module of a new Python, or in this one by the name of its main function.

    By name, like an installed command: `guanxi` starts the fleet, so the fleet cannot import `guanxi`.
    """

    module: str
    main: str


STARTERS = {"gunicorn": Starter("gunicorn", "gunicorn.app.wsgiapp:run"), "guanxi": Starter("ops", "ops.cli:main")}


@dataclass(frozen=True)
class Process:
    """One line of the table."""

    name: str
    command: tuple[str, ...]
    """As one would type it: `gunicorn ...` or `guanxi ...`."""
    service: str
    """Whose environment it gets: that of a service, of the gateway, the scheduler or the mailbox."""
    ready_path: str | None = None
    """A page of its web server that answers 200 when it is ready; None when to run is all one can see."""
    halt: int = 2
    """Processes of a smaller number are stopped first."""
    grace: float = 10.0
    """Seconds it is given to finish what it does."""
    stop_signal: signal.Signals = signal.SIGTERM
    local: bool = False
    """Only on one machine, not in the containers."""
    modules: tuple[str, ...] = ()
    """What it will import."""

    def argv(self) -> tuple[str, ...]:
        """The command as it is started here, with this very Python."""
        return (sys.executable, "-m", STARTERS[self.command[0]].module, *self.command[1:])

    def run(self) -> None:
        """Do in this very process what `argv` does in a new one."""
        sys.argv = list(self.command)
        resolve_name(STARTERS[self.command[0]].main)()

    def ready_url(self, site: Site) -> str | None:
        """Where to ask whether it is ready."""
        if self.ready_path is None:
            return None
        return site.url_of(self.service) + self.ready_path


def _web(application: str) -> tuple[str, ...]:
    return ("gunicorn", "--config", "python:chassis.gunicorn", f"{application}.app:create_app()")


def _of_service(name: str) -> tuple[Process, ...]:
    app, worker = (f"services.{name}.app",), (f"services.{name}.worker", "chassis.worker")
    return (
        Process(f"{name}-api", _web(f"services.{name}"), name, ready_path="/readyz", modules=app),
        Process(f"{name}-feed", ("guanxi", "worker", name, "feed"), name, modules=worker),
        Process(f"{name}-jobs", ("guanxi", "worker", name, "jobs"), name, modules=worker),
        Process(f"{name}-relay", ("guanxi", "relay", name), name, modules=("chassis.worker",)),
    )


FLEET: tuple[Process, ...] = (
    Process(
        "mailbox", ("guanxi", "mailbox"), "mailbox", ready_path="/healthz", halt=3, local=True, modules=("ops.mailbox",)
    ),
    Process("backup", ("guanxi", "backup", "watch"), "backup", halt=1, local=True, modules=("ops.backup.schedule",)),
    *(process for service in SERVICES for process in _of_service(service)),
    Process("scheduler", ("guanxi", "scheduler"), "scheduler", halt=1),
    Process("gateway", _web("gateway"), "gateway", ready_path="/healthz", halt=0, modules=("gateway.app",)),
)

MODULES = (
    *("gunicorn.app.wsgiapp", "chassis.web_worker", "celery.apps.worker", "celery.concurrency.prefork"),
    *("celery.concurrency.solo", "celery.worker.components", "celery.fixups.django", "kombu.transport.redis"),
    *(module for process in FLEET for module in process.modules),
)
"""All that the processes will import, what their frameworks import late among it."""
