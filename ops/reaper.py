"""Outlive a launcher that was killed, and see that none of its processes outlives it for long.

Run as `python -I -S ops/reaper.py SECONDS` with a pipe as standard input, on which the launcher writes `+PID SIGNAL`
when it starts a process group and `-PID` when it has collected one. When the pipe ends, the groups that are left get
their signal, SECONDS later SIGKILL: also a frozen process, also children that the kernel's own notice does not reach.
"""

import os
import signal
import sys
import time


def main(seconds: float) -> None:
    """Read the pipe to its end, then clear up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups: dict[int, int] = {}
    for line in sys.stdin:
        words = line.split()
        if line.startswith("+"):
            groups[int(words[0][1:])] = int(words[1])
        else:
            groups.pop(int(words[0][1:]), None)
    if sys.platform != "linux":  # there the kernel has sent it already
        for group, number in groups.items():
            send(group, number)
    deadline = time.monotonic() + seconds
    while (groups := {group: number for group, number in groups.items() if send(group, 0)}) and (
        time.monotonic() < deadline
    ):
        time.sleep(0.1)
    for group in groups:
        send(group, signal.SIGKILL)


def send(group: int, number: int) -> bool:
    """Signal a process group; False when there is none any more."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    main(float(sys.argv[1]))
