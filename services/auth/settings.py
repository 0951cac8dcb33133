"""The auth service's settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chassis.settings import ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """Beyond what every service needs: the private keys (a JWKS file) that access tokens are signed with."""

    service_name: str = "auth"
    auth_signing_keys_file: Path
