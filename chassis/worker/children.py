"""What a pool child does first: forget inherited connections, and promise to die with its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Any

from celery.signals import worker_process_init
from sqlalchemy import Engine

_PR_SET_PDEATHSIG = 1


def prepare_children(engine: Engine) -> None:
    """Have every pool child start with no connection of its parent's; two processes on one socket mix up answers."""

    def begin(**_: Any) -> None:
        engine.dispose(close=False)
        _die_with_parent()

    worker_process_init.connect(begin, weak=False)


def _die_with_parent() -> None:
    """A child whose parent was killed would work on, unseen by whoever starts the next one."""
    if sys.platform != "linux":
        return
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
