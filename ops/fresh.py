"""What the README promises, tried as somebody who has just found the project: what `.ci/run` does.

Both its commands run in a fresh clone of what is committed, in a fresh folder, by an ordinary user with empty caches
and the distribution's own Python: the demo comes up, answers and stops, with nothing left running; then `make check`
and `make test` (the variable ARGS names some of the tests). Root makes a user for it, and takes it away at the end with
the folder. It runs before there is an environment, so nothing but the standard library here.
"""

import http.cookiejar
import json
import os
import pwd
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Timer
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
PATH = "/usr/bin:/bin:/usr/local/bin"
"""The distribution's programs before all others."""
LEADS_ASIDE = re.compile(
    r"PYENV.*|PYTHON.*|VIRTUAL_ENV.*|CONDA.*|XDG_.*|GUANXI_.*|DATABASE_URL|REDIS_URL|MAKE.*|MFLAGS|.*CACHE.*"
    r"|TMP|TEMP|PWD|OLDPWD",
    re.IGNORECASE,
)
"""Variables that name another Python, a cache, a running system. How to reach the packages is said in others."""
DEMO_SECONDS = 900.0
"""For fetching all that is needed, the start, and the demo company."""
PORTS = 14
PASSWORD = "guanxi-demo-2026"


@dataclass(frozen=True)
class Stranger:
    """The user that tries the project, and where; `account` (uid, gid) is None for the user that we are."""

    checkout: Path
    environ: Mapping[str, str]
    account: tuple[int, int] | None

    def start(self, command: Sequence[str], *, piped: bool = False) -> "subprocess.Popen[str]":
        """Start a command in the checkout as this user, its output where ours goes or (`piped`) to be read here."""
        uid, gid = self.account or (None, None)
        return subprocess.Popen(
            command,
            cwd=self.checkout,
            env=self.environ,
            user=uid,
            group=gid,
            extra_groups=None if self.account is None else [],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if piped else None,
            stderr=subprocess.STDOUT if piped else None,
            start_new_session=True,
            text=True,
        )

    def make(self, target: str) -> None:
        """Run `make target`; ends the program where it fails."""
        head(f"make {target}")
        if status := self.start(["make", target]).wait():
            sys.exit(f"`make {target}` failed in a fresh clone, with status {status}.")


def main() -> None:
    """Try everything; ends with a sentence and a status other than 0 where a promise does not hold."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit("stopped"))
    with stranger() as user:
        head("make demo")
        demo(user)
        user.make("check")
        user.make("test")


def head(line: str) -> None:
    """Say what comes now."""
    print(f"\n== {line}", flush=True)


@contextmanager
def stranger() -> Iterator[Stranger]:
    """A user with a fresh clone and nothing else; afterwards there is no process, file or account of it."""
    with tempfile.TemporaryDirectory(prefix="guanxi-", dir="/var/tmp") as name:  # often /tmp is memory, and small
        folder = Path(name)
        for part in ("home", "tmp"):
            (folder / part).mkdir()
        clone(ROOT, folder / "guanxi", folder)
        with account(folder) as (login, ids):
            environ = environment(os.environ, folder, login)
            head(f"a fresh clone for {login}, whose Python is {shutil.which('python3', path=PATH)}")
            yield Stranger(folder / "guanxi", environ, ids)


def clone(source: Path, target: Path, folder: Path) -> None:
    """Clone what is committed in `source`, whoever owns it; `folder` gets a file of settings for git."""
    settings = folder / "gitconfig"
    settings.write_text("[safe]\n\tdirectory = *\n")
    environ = {**os.environ, "GIT_CONFIG_GLOBAL": str(settings)}
    subprocess.run(["git", "clone", "--quiet", str(source), str(target)], env=environ, check=True)
    changed = subprocess.check_output(["git", "status", "--porcelain"], cwd=source, env=environ, text=True)
    if changed:
        print(f"Not committed, so not tried:\n{changed}", end="", flush=True)


@contextmanager
def account(folder: Path) -> Iterator[tuple[str, tuple[int, int] | None]]:
    """The name and ids of the user that `folder` is for: ourselves, or where we are root one made for it."""
    if os.geteuid() != 0:
        try:
            yield pwd.getpwuid(os.geteuid()).pw_name, None
        finally:
            kill_all_in(folder)
        return
    tools = [
        shutil.which(tool, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") for tool in ("useradd", "userdel")
    ]
    if None in tools:
        sys.exit("Root needs useradd and userdel here, to try this as an ordinary user; or run it as one.")
    useradd, userdel = map(str, tools)
    login = f"guanxi-{os.getpid()}"
    subprocess.run([useradd, "--no-create-home", "--home-dir", str(folder / "home"), login], check=True)
    try:
        subprocess.run(["chown", "--recursive", f"{login}:", str(folder)], check=True)
        found = pwd.getpwnam(login)
        yield login, (found.pw_uid, found.pw_gid)
    finally:
        kill_all_in(folder)
        subprocess.run([userdel, "--force", login], check=True)


def environment(inherited: Mapping[str, str], folder: Path, login: str) -> dict[str, str]:
    """Our environment without what leads to another Python, to a cache or to a system of ours."""
    kept = {name: value for name, value in inherited.items() if not LEADS_ASIDE.fullmatch(name)}
    own = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "USER": login, "LOGNAME": login}
    return {**kept, **own, "PATH": PATH, "SHELL": "/bin/sh"}


def demo(user: Stranger) -> None:
    """The demo comes up, answers, and stops with Ctrl-C; ends the program where it does not."""
    port = free_ports()
    elsewhere = replace(user, environ={**user.environ, "GUANXI_PORT": str(port)})
    process = elsewhere.start(["make", "demo"], piped=True)
    assert process.stdout is not None
    late = Timer(DEMO_SECONDS, os.killpg, (process.pid, signal.SIGKILL))
    late.start()
    try:
        for line in process.stdout:
            print(line, end="", flush=True)
            if line.startswith("Guanxi is running"):
                break
        else:
            sys.exit(f"`make demo` did not come up in {DEMO_SECONDS:.0f} s, or ended by itself.")
        ask(f"http://localhost:{port}")
        os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C sends
        end = process.stdout.read()
    finally:
        late.cancel()
    print(end, end="", flush=True)
    process.wait()
    if "\nStopped\n" not in f"\n{end}":
        sys.exit("`make demo` did not stop as it should.")
    if left := running_in(user.checkout):
        sys.exit(f"`make demo` left processes behind: {left}")
    print("It came up, answered, and left nothing running.", flush=True)


def ask(url: str) -> None:
    """The sign-in page is there, somebody of the demo can sign in, and the API answers; raises OSError otherwise."""
    cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def answer(path: str, body: bytes | None = None, **headers: str) -> str:
        asked = urllib.request.Request(
            url + path, body, {name.replace("_", "-"): said for name, said in headers.items()}
        )
        with opener.open(asked, timeout=60) as response:
            return str(response.read().decode())

    token = re.search(r'name="csrf_token" value="([^"]+)"', answer("/sign-in"))
    form = {"csrf_token": token[1] if token else "", "username": "service", "password": PASSWORD}
    if "王芳" not in answer("/sign-in", urlencode(form).encode()):
        sys.exit("Signing in did not lead to a page with one's name.")
    account = json.dumps({"username": "service", "password": PASSWORD}).encode()
    access = json.loads(answer("/api/v1/auth/tokens", account, Content_Type="application/json"))["access_token"]
    if not json.loads(answer("/api/v1/customers", Authorization=f"Bearer {access}"))["items"]:
        sys.exit("The API shows no customers of the demo.")


def free_ports() -> int:
    """The first of a row of ports that nobody has: the demo is not to meet a system that runs here."""
    for first in range(20_000 + os.getpid() % 500 * 20, 32_000, 20):
        with suppress(OSError):
            for port in range(first, first + PORTS):
                with socket.socket() as probe:
                    probe.bind(("127.0.0.1", port))
            return first
    sys.exit("No free ports for the demo.")


def running_in(folder: Path) -> list[int]:
    """The ids of the processes whose working folder is `folder` or below it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is another user's
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append(int(process.name))
    return found


def kill_all_in(folder: Path) -> None:
    """Kill what still runs in `folder`, until nothing does; a few seconds at most."""
    for _ in range(50):
        if not (left := running_in(folder)):
            return
        for process in left:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        time.sleep(0.1)
    print(f"These do not end: {running_in(folder)}", file=sys.stderr)


if __name__ == "__main__":
    main()
