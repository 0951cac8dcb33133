"""What the gateway reads from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from chassis.settings import read_settings

SERVICES = ("auth", "customer", "feedback", "reporting")


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """``proxies`` is how many trusted reverse proxies stand in front and set X-Forwarded-*; 0 believes none of it.
    ``mailbox_url`` is where the letters of a mail catcher can be read, if there is one. ``oidc_name`` is what people
    call the provider that they may sign in through; without it the pages offer none."""

    secret_key: str
    auth_url: str
    customer_url: str
    feedback_url: str
    reporting_url: str
    mailbox_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    log_level: str = "INFO"
    time_zone: str = "Asia/Shanghai"
    oidc_name: str = ""
    proxies: int = 0
    connections: int = 16

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Raises SettingsError naming every variable that is missing."""
        return read_settings(cls, environ)

    def url_of(self, service: str) -> str:
        url: str = getattr(self, f"{service}_url")
        return url
