"""Whether the lock files can be installed where we say they can: `make locks-test`.

Every package of each lock is really fetched, for each Python and processor, and compared with the hashes of the lock: a
listing of an index does not show what an installation would refuse. uv keeps
what it fetched, so the second time is quick.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from itertools import product
from tempfile import TemporaryDirectory

from ops.bootstrap import ROOT, UV, fetch_uv, uv_settings

LOCKS = ("requirements.lock", "requirements-image.lock")
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = ("x86_64-manylinux_2_28", "aarch64-manylinux_2_28")


def refusal(lock: str, python: str, platform: str) -> str:
    """Install a lock for a Python and a platform into a folder that is thrown away; what uv says when it cannot."""
    with TemporaryDirectory(dir=ROOT / ".cache") as folder:
        command = [
            *(str(UV), "pip", "install", "--quiet", "--target", folder, "--requirement", lock),
            *("--require-hashes", "--no-deps", "--only-binary", ":all:"),
            *("--python-version", python, "--python-platform", platform),
        ]
        done = subprocess.run(command, env=uv_settings(), capture_output=True, text=True)
    return done.stderr.strip() or f"status {done.returncode}" if done.returncode else ""


def main() -> None:
    """Print a line for each lock, Python and platform; ends with status 1 when one of them cannot be installed."""
    os.chdir(ROOT)
    (ROOT / ".cache").mkdir(exist_ok=True)
    fetch_uv()
    refused = False
    for lock, python, platform in product(LOCKS, PYTHONS, PLATFORMS):
        began = time.monotonic()
        said = refusal(lock, python, platform)
        print(f"{lock} {python} {platform}: {said or f'well, {time.monotonic() - began:.1f} s'}", flush=True)
        refused = refused or bool(said)
    sys.exit(refused)


if __name__ == "__main__":
    main()
