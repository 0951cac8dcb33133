"""Ask a process whether it is well. As a program (`python -I -S ops/probe.py URL`): the health check of a container."""

import sys
import urllib.request


def answers(url: str) -> bool:
    """True when `url` answers 200 within three seconds."""
    try:
        with urllib.request.urlopen(url, timeout=3) as response:
            return bool(response.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if answers(sys.argv[1]) else 1)
