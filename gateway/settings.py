"""What the gateway reads from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from chassis.settings import read_settings
from contracts.services import SERVICES


@dataclass(frozen=True, kw_only=True)
class GatewaySettings:
    """``urls``: where each service answers, from ``AUTH_URL`` and so on. ``proxies``: how many trusted reverse proxies
    stand in front and set X-Forwarded-*; 0 believes none of it. ``mailbox_url``: where the emails of a mail catcher
    can be read, if there is one. ``oidc_name``: what people call the provider that they may sign in through; without it
    the pages offer none. ``calls_at_once``: how many calls may wait for one service; a good deal fewer than there are
    threads (`WEB_THREADS`), so that the other services keep theirs. ``edge_key``: shown to the services, so that they
    believe where a request comes from. ``metrics_token``: who shows it gets the figures of this process; without
    one nobody does. ``security_contact``: where who has found a hole writes to, an address of mail or a
    page."""

    secret_key: str
    urls: Mapping[str, str]
    mailbox_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    log_level: str = "INFO"
    time_zone: str = "Asia/Shanghai"
    oidc_name: str = ""
    proxies: int = 0
    calls_at_once: int = 12
    security_contact: str = ""
    edge_key: str = field(default="", repr=False)
    metrics_token: str = field(default="", repr=False)

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Raises SettingsError naming every variable that is missing."""
        names = {service: f"{service.upper()}_URL" for service in SERVICES}
        urls = {service: environ[name] for service, name in names.items() if environ.get(name)}
        missing = [name for service, name in names.items() if service not in urls]
        return read_settings(cls, environ, {"urls": urls}, missing)
