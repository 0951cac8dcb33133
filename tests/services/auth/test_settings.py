"""What the auth service reads from its environment."""

from __future__ import annotations

import pytest

from chassis.settings import SettingsError
from services.auth.settings import Settings

GIVEN = {
    "DATABASE_URL": "d",
    "REDIS_URL": "r",
    "AUTH_JWKS_FILE": "/public.json",
    "AUTH_SIGNING_KEYS_FILE": "/signing.json",
    "AUTH_FACTOR_KEY_FILE": "/factors.key",
}


def test_the_administrator_s_address_is_one_that_emails_can_go_to() -> None:
    assert Settings.from_env(GIVEN).admin_email == ""
    assert Settings.from_env({**GIVEN, "ADMIN_EMAIL": "it@example.com"}).admin_email == "it@example.com"
    with pytest.raises(SettingsError, match="ADMIN_EMAIL"):
        Settings.from_env({**GIVEN, "ADMIN_EMAIL": "nobody"})
