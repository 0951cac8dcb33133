"""The parent-death wrapper: become another program that does not outlive the process that started it.

Run as `python -I -S ops/parent_death.py PARENT SIGNAL UID GID PROGRAM ARG...`: asks the kernel to send SIGNAL to us
when PARENT dies, changes to UID and GID (`-` keeps them), then replaces itself by PROGRAM. A separate program because
the request must be made in the child, after the change of user, and Python code between fork and exec is unsafe in a
process with threads.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1


def main(argv: list[str]) -> None:
    """Tie this process to its parent and become the program named in `argv`; returns only by raising OSError."""
    parent, signal_number, uid, gid, program = int(argv[0]), int(argv[1]), argv[2], argv[3], argv[4:]
    if uid != "-":
        os.setgroups([])
        os.setgid(int(gid))
        os.setuid(int(uid))
    if sys.platform == "linux":
        # After setuid, which clears it. It survives the exec below.
        if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG) failed")
    if os.getppid() != parent:  # the parent died before the request above was made
        sys.exit(1)
    os.execvp(program[0], program)


if __name__ == "__main__":
    main(sys.argv[1:])
