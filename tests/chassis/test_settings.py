"""Settings come from the environment once, and say what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from chassis.settings import ServiceSettings, SettingsError

GIVEN = {"SERVICE_NAME": "x", "DATABASE_URL": "d", "REDIS_URL": "r", "AUTH_JWKS_FILE": "/keys.json"}


def test_fields_are_read_by_their_upper_case_names() -> None:
    settings = ServiceSettings.from_env({**GIVEN, "DATABASE_POOL": "3"})
    assert (settings.auth_jwks_file, settings.database_pool, settings.log_level) == (Path("/keys.json"), 3, "INFO")


def test_all_missing_variables_are_named_at_once() -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL, REDIS_URL"):
        ServiceSettings.from_env({"SERVICE_NAME": "x", "AUTH_JWKS_FILE": "y", "DATABASE_URL": ""})


def test_all_unreadable_variables_are_named_at_once() -> None:
    with pytest.raises(SettingsError, match=r"DATABASE_POOL \(.*three.*\), JOB_PROCESSES"):
        ServiceSettings.from_env({**GIVEN, "DATABASE_POOL": "three", "JOB_PROCESSES": "two"})


@pytest.mark.parametrize("zone", ["Asia/Nowhere", "../etc/passwd", "Asia"])
def test_a_time_zone_that_is_none_is_named(zone: str) -> None:
    with pytest.raises(SettingsError, match="TIME_ZONE"):
        ServiceSettings.from_env({**GIVEN, "TIME_ZONE": zone})
