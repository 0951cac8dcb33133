"""How long a refusal takes does not tell whether there is such an account."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import pytest

from chassis.client import ServiceError
from ops.demo.api_client import ApiClient
from tests.support.fleet import Fleet

TRIES = 30
PER_ACCOUNT = 3
"""Fewer wrong ones than make an account answer later."""


def test_an_unknown_name_takes_as_long_as_a_wrong_password(fleet: Fleet, admin: ApiClient) -> None:
    root = next(unit for unit in admin.get("/departments")["items"] if unit["parent_id"] is None)["id"]
    names = [f"timing.{number}" for number in range(TRIES // PER_ACCOUNT)]
    for name in names:
        # the password is one that the service itself has stored, at the price of the running system
        fleet.hire(admin, name, name, ["sales"], root)
    wrong, unknown = [], []
    for number in range(TRIES):  # in turns, so that a busy moment of the machine falls on both
        wrong.append(_seconds(fleet, names[number % len(names)]))
        unknown.append(_seconds(fleet, f"nobody.{number % len(names)}"))
    assert 0.67 < median(unknown) / median(wrong) < 1.5


def _seconds(fleet: Fleet, username: str) -> float:
    began = perf_counter()
    with pytest.raises(ServiceError) as refused:
        fleet.api(username, "not-the-password")
    taken = perf_counter() - began
    assert (refused.value.status, refused.value.code) == (401, "invalid_credentials")
    return taken
