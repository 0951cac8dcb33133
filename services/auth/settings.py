"""The auth service's settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from marshmallow import ValidationError, validate

from chassis.settings import ServiceSettings, SettingsError


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """Beyond what every service needs: the private keys (a JWKS file) that access tokens are signed with, the keys that
    seal the secrets of second factors (chassis.auth.sealing), and how many wrong passwords within a quarter of an hour
    close an account or an address (domain.attempts.RateLimit says why).

    ``oidc_issuer``: the provider of OpenID Connect that people may sign in through; none when it is empty. The others
    say as whom this house speaks there, what it asks for, in which claims a person's user name and groups are, and
    whether the provider is believed that it asked for more than one factor (domain.oidc.Trust)."""

    service_name: str = "auth"
    auth_signing_keys_file: Path
    auth_factor_key_file: Path
    sign_in_failures_of_account: int = 10
    sign_in_failures_of_address: int = 100
    sign_in_failures_by_strangers: int = 50
    admin_email: str = ""
    """Where the emails of the first administrator go; only the first start reads it."""

    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_scopes: str = "openid profile"
    oidc_username_claim: str = "preferred_username"
    oidc_groups_claim: str = "groups"
    oidc_second_factor_trusted: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.admin_email:
            try:
                validate.Email()(self.admin_email)
            except ValidationError:
                raise SettingsError(f"ADMIN_EMAIL ({self.admin_email!r} is no e-mail address)") from None
