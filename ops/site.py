"""One installation: where its data lies, which ports it uses, what each of its processes finds in its environment."""

import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from contracts.services import REGISTRY, SERVICES
from ops.databases import with_login
from ops.secrets import Secrets

_OURS = re.compile(
    r"(MIGRATIONS_)?DATABASE_URL|REDIS_URL|SECRET_KEY|OIDC_\w+|GUANXI_\w+|BACKUP_\w+|\w+_(DATABASE|OWNER)_PASSWORD"
)
"""Variables meant for the launcher, which its children get only where they need them."""
OFFSETS = {"gateway": 0} | {service.name: service.port for service in REGISTRY}
OFFSETS |= {"postgres": 10, "valkey": 11, "smtp": 12, "mailbox": 13}


LONGEST_SCRATCH = 60
"""Characters; in a longer folder there is no room for the name of a socket (108)."""


class SiteError(Exception):
    """The installation cannot be used as it is; the message is one sentence for the person at the terminal."""


@dataclass(frozen=True)
class Site:
    """An installation. With `server_url` (an administrator's URL of a PostgreSQL) and `redis_url`, none is embedded."""

    home: Path
    port: int = 8000
    server_url: str | None = None
    redis_url: str | None = None
    environ: Mapping[str, str] | None = None
    """What the processes inherit; our own environment unless told."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Site":
        """Read GUANXI_HOME, GUANXI_PORT, DATABASE_URL and REDIS_URL; raises SiteError when the port is no number."""
        text = environ.get("GUANXI_PORT") or "8000"
        if not text.isdigit() or not 1024 <= int(text) <= 65000:
            raise SiteError(f"GUANXI_PORT is {text!r}; it must be a number from 1024 to 65000.")
        return cls(
            home=Path(environ.get("GUANXI_HOME") or "var").absolute(),
            port=int(text),
            server_url=_plain(environ.get("DATABASE_URL") or "") or None,
            redis_url=environ.get("REDIS_URL") or None,
            environ=dict(environ),
        )

    @cached_property
    def secrets(self) -> Secrets:
        """The passwords: `<SERVICE>_DATABASE_PASSWORD` and `<SERVICE>_OWNER_PASSWORD` if set, or generated ones."""
        given = {}
        for service in SERVICES:
            for suffix, role in (("DATABASE", f"guanxi_{service}"), ("OWNER", f"guanxi_{service}_owner")):
                password = (self.environ or {}).get(f"{service.upper()}_{suffix}_PASSWORD")
                if password:
                    given[f"database.{role}"] = password
        return Secrets(self.home, given)

    def port_of(self, name: str) -> int:
        """The port of a service or server, counted from that of the gateway."""
        return self.port + OFFSETS[name]

    def url_of(self, name: str) -> str:
        """The address of a service, the gateway or the mailbox on this machine."""
        return f"http://127.0.0.1:{self.port_of(name)}"

    @property
    def scratch(self) -> Path:
        """Where its processes lay things aside for a moment; emptied at each start."""
        return self.home / "tmp"

    def runs(self, service: str) -> bool:
        """Whether a line of the table runs here: the mail catcher only where no mail server is set."""
        inherited = os.environ if self.environ is None else self.environ
        return service != "mailbox" or not inherited.get("SMTP_URL")

    @property
    def public_url(self) -> str:
        """The address that people use. By default one with a name: browsers know no passkeys at an IP address."""
        inherited = os.environ if self.environ is None else self.environ
        return inherited.get("PUBLIC_URL") or f"http://localhost:{self.port_of('gateway')}"

    @property
    def signing_keys(self) -> Path:
        """The private keys of the auth service."""
        return Path((self.environ or {}).get("AUTH_SIGNING_KEYS_FILE") or self.home / "keys" / "signing.json")

    @property
    def factor_key(self) -> Path:
        """The key that seals the secrets of second factors."""
        return Path((self.environ or {}).get("AUTH_FACTOR_KEY_FILE") or self.signing_keys.with_name("factors.key"))

    @property
    def public_keys(self) -> Path:
        """The public keys with which everybody verifies tokens."""
        return Path((self.environ or {}).get("AUTH_JWKS_FILE") or self.home / "keys" / "public.json")

    @property
    def admin_url(self) -> str:
        """An administrator's URL of the PostgreSQL server, embedded or not."""
        if self.server_url:
            return self.server_url
        return f"postgresql://postgres:{self.secrets.get('postgres')}@127.0.0.1:{self.port_of('postgres')}/postgres"

    @property
    def broker_url(self) -> str:
        """The URL of Redis or Valkey, embedded or not."""
        if self.redis_url:
            return self.redis_url
        return f"redis://:{self.secrets.get('valkey')}@127.0.0.1:{self.port_of('valkey')}/0"

    def database_url(self, service: str, *, owner: bool = False) -> str:
        """The URL of a service's database for its application user, or for its owner."""
        user = f"guanxi_{service}_owner" if owner else f"guanxi_{service}"
        return with_login(self.admin_url, user, self.secrets.get(f"database.{user}"), f"guanxi_{service}")

    def environment(self, service: str) -> dict[str, str]:
        """The whole environment of a process of `service`, the gateway, the scheduler, the mailbox or the backups."""
        inherited = os.environ if self.environ is None else self.environ
        if service == "backup":  # it looks after the installation as a whole, as we do
            mine = {name: value for name, value in inherited.items() if not name.startswith("OIDC_")}
            return {**mine, "GUANXI_HOME": str(self.home), "GUANXI_PORT": str(self.port)}
        values = {name: value for name, value in inherited.items() if not _OURS.fullmatch(name)}
        values |= {
            "PYTHONUNBUFFERED": "1",
            "GUANXI_HOME": str(self.home),
            "PUBLIC_URL": self.public_url,
        }
        if len(str(self.scratch)) <= LONGEST_SCRATCH:
            values["TMPDIR"] = str(self.scratch)
        values["SERVICE_NAME"] = service
        if service in OFFSETS:
            values["LISTEN"] = f"127.0.0.1:{self.port_of(service)}"
        if service == "mailbox":
            return values | {"SMTP_LISTEN": f"127.0.0.1:{self.port_of('smtp')}"}
        values |= {"REDIS_URL": self.broker_url, "AUTH_JWKS_FILE": str(self.public_keys)}
        if service == "scheduler":
            return values
        values.setdefault("EDGE_KEY", self.secrets.get("edge"))
        if service == "gateway":
            values |= {f"{name.upper()}_URL": self.url_of(name) for name in SERVICES}
            values["OIDC_NAME"] = inherited.get("OIDC_NAME", "")
            values.setdefault("WEB_THREADS", "32")
            mailbox = {"MAILBOX_URL": self.url_of("mailbox")} if self.runs("mailbox") else {}
            values.setdefault("METRICS_TOKEN", self.secrets.get("metrics"))
            return values | {"SECRET_KEY": self.secrets.get("gateway")} | mailbox
        values["DATABASE_URL"] = self.database_url(service)
        values.setdefault("STORAGE_URL", f"file://{self.home}/files/{service}")
        values.setdefault("SMTP_URL", f"smtp://127.0.0.1:{self.port_of('smtp')}")
        values.setdefault("MAIL_FROM", "guanxi@example.com")
        if service == "auth":
            values["AUTH_SIGNING_KEYS_FILE"] = str(self.signing_keys)
            values["AUTH_FACTOR_KEY_FILE"] = str(self.factor_key)
            values |= {name: value for name, value in inherited.items() if name.startswith("OIDC_")}
        return values

    def check_ports(self) -> None:
        """Raises SiteError naming the ports that other programs hold."""
        embedded = {"postgres": self.server_url is None, "valkey": self.redis_url is None}
        embedded |= dict.fromkeys(("smtp", "mailbox"), self.runs("mailbox"))
        taken = [
            str(self.port_of(name)) for name in OFFSETS if embedded.get(name, True) and not _is_free(self.port_of(name))
        ]
        if taken:
            raise SiteError(
                f"Port {', '.join(taken)} of 127.0.0.1 is taken by another program. Guanxi uses {self.port} to "
                f"{self.port + max(OFFSETS.values())}: set GUANXI_PORT to the first of fourteen free ports, or stop it."
            )


def _plain(url: str) -> str:
    """A database URL without the name of a driver, as the server's own tools want it."""
    return re.sub(r"^postgres(ql)?(\+\w+)?://", "postgresql://", url)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True
