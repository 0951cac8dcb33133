"""Settings: one frozen object a process, read from the environment once, in the app factory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from cattrs import ClassValidationError, Converter

from chassis.context import Deployment

T = TypeVar("T")

_converter = Converter()
_converter.register_structure_hook(Path, lambda value, _: Path(value))
_converter.register_structure_hook(bool, lambda value, _: str(value).lower() in {"1", "true", "yes", "on"})


class SettingsError(Exception):
    """The environment lacks something or holds something unreadable; the message names every such variable."""


@dataclass(frozen=True, kw_only=True)
class ServiceSettings:
    """What every process of a service needs. A field ``database_url`` is read from ``DATABASE_URL``."""

    service_name: str
    database_url: str
    redis_url: str
    auth_jwks_file: Path
    log_level: str = "INFO"
    public_url: str = "http://127.0.0.1:8000"
    smtp_url: str = "smtp://127.0.0.1:25"
    mail_from: str = "guanxi@localhost"
    database_pool: int = 8
    time_zone: str = "Asia/Shanghai"
    storage_url: str = ""
    """Where the bytes of attachments lie (``file:///folder``, ``s3://bucket/prefix``); without it none are taken."""

    clamd_url: str = ""
    """The ClamAV that looks through attachments (``tcp://host:3310``, ``unix:///path``); without it none does."""

    job_processes: int = 1
    """How many processes do background jobs at the same time."""

    edge_key: str = field(default="", repr=False)
    """What the gateway shows with an address that a request comes from. Without it, and from whoever shows another,
    a request comes from where its connection does."""

    deaf_after: int = 30
    """Seconds of silence after which a worker counts as deaf and ends, to be started anew."""

    def __post_init__(self) -> None:
        try:
            ZoneInfo(self.time_zone)
        except (KeyError, ValueError, OSError):
            raise SettingsError(f"TIME_ZONE ({self.time_zone!r} is no time zone)") from None

    @property
    def deployment(self) -> Deployment:
        """What all work of this installation shares."""
        return Deployment(zone=ZoneInfo(self.time_zone), public_url=self.public_url.rstrip("/"))

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read every field of this class; a missing or unreadable variable raises SettingsError naming all of them."""
        return read_settings(cls, environ)


def read_settings(
    cls: type[T], environ: Mapping[str, str], given: Mapping[str, Any] | None = None, lacking: Sequence[str] = ()
) -> T:
    """A settings dataclass from the environment; empty variables count as absent. ``given``: fields that the caller has
    read, and ``lacking``: what was missing for them. Raises SettingsError naming everything at once."""
    values: dict[str, Any] = dict(given or {})
    missing: list[str] = list(lacking)
    for each in fields(cls):  # type: ignore[arg-type]
        name = each.name.upper()
        if each.name in values:
            continue
        if environ.get(name):
            values[each.name] = environ[name]
        elif each.default is MISSING and each.default_factory is MISSING:
            missing.append(name)
    if missing:
        raise SettingsError("not set in the environment: " + ", ".join(missing))
    try:
        return _converter.structure(values, cls)
    except ClassValidationError as error:
        by_field, others = error.group_exceptions()
        unreadable = [f"{note.name.upper()} ({reason})" for reason, note in by_field]
        raise SettingsError("unreadable: " + ", ".join(unreadable + [str(other) for other in others])) from None
