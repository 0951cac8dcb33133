"""Find the Chromium that the browser tests drive, or fetch one; prints its path.

In order: `$CHROME_BIN`, a chromium or chrome on the PATH, the one that the npm package @sparticuz/chromium carries.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

from ops.npm import MODULES, ROOT, node, npm

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
CACHE = ROOT / ".cache" / "chromium"
ADVICE = "No browser for the tests. On Debian: sudo apt install chromium (or set CHROME_BIN to the path of one)"
UNPACK = """
const {createReadStream, createWriteStream} = require('fs'), {createBrotliDecompress} = require('zlib')
require('stream').pipeline(createReadStream(process.argv[1]), createBrotliDecompress(),
  createWriteStream(process.argv[2]), error => { if (error) throw error })
"""


def find_browser() -> Path:
    """Return the path of a browser that starts; ends the program with advice when there is none to be had."""
    given = os.environ.get("CHROME_BIN")
    candidates = [given] if given else [*filter(None, map(shutil.which, NAMES)), str(CACHE / "chrome")]
    for candidate in candidates:
        if starts(Path(candidate)):
            return Path(candidate)
    if given:
        sys.exit(f"CHROME_BIN is {given}, which does not start as a browser.")
    fetched = fetch()
    return fetched if starts(fetched) else sys.exit(ADVICE)


def starts(browser: Path) -> bool:
    """True when `browser --version` works, with all the libraries it needs."""
    if not browser.exists():
        return False
    return subprocess.run([str(browser), "--version"], capture_output=True, timeout=60).returncode == 0


def fetch() -> Path:
    """Unpack the browser of the npm package, with the libraries that a bare machine lacks, into `.cache`."""
    packed = MODULES / "@sparticuz" / "chromium" / "bin"
    if not packed.exists():
        print("Fetching a browser for the tests", file=sys.stderr, flush=True)
        npm("ci", "--loglevel=error", "--silent")
    shutil.rmtree(CACHE, ignore_errors=True)
    CACHE.mkdir(parents=True)
    for name in ("chromium", "al2023.tar", "swiftshader.tar"):
        node(UNPACK, str(packed / f"{name}.br"), str(CACHE / name))
        if name.endswith(".tar"):
            unpack(CACHE / name, CACHE)
            (CACHE / name).unlink()
    (CACHE / "chromium").chmod(0o755)
    command = CACHE / "chrome"
    folder = shlex.quote(str(CACHE))
    command.write_text(
        "#!/bin/sh\n"
        f'export LD_LIBRARY_PATH={folder}/lib"${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"\n'
        f'exec {folder}/chromium "$@"\n'
    )
    command.chmod(0o755)
    return command


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a tar file into `folder`, and nowhere else; raises CalledProcessError when it is none.

    By the system's own tar, which keeps every member inside: Python's tarfile can do so only since 3.11.4, and Debian
    12 has 3.11.2.
    """
    command = ["tar", "--extract", "--no-same-owner", "--file", str(archive), "--directory", str(folder)]
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    print(find_browser())
