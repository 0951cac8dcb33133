"""The auth service's settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chassis.settings import ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """Beyond what every service needs: the private keys (a JWKS file) that access tokens are signed with, the keys that
    seal the secrets of second factors (chassis.auth.sealing), and how many wrong passwords within a quarter of an hour
    close an account or an address (domain.attempts.Limits says why)."""

    service_name: str = "auth"
    auth_signing_keys_file: Path
    auth_factor_key_file: Path
    sign_in_failures_of_account: int = 10
    sign_in_failures_of_address: int = 100
    admin_email: str = ""
    """Where the letters of the first administrator go; only the first start reads it."""
