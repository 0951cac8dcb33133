"""Asking a provider of OpenID Connect in tests, and looking at what came of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, text

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import SignIn, Staff
from tests.support.openid import OpenIdProvider

HOME = "http://127.0.0.1:8000"


def begin(api: Caller) -> dict[str, Any]:
    begun = api.post("/auth/oidc/begin")
    assert begun.status_code == 200, begun.json
    return dict(begun.json or {})


def answer(openid: OpenIdProvider, begun: dict[str, Any]) -> dict[str, str]:
    """What the browser brings back from the provider, as the pages pass it on."""
    said = openid.answer_to(begun["address"])
    return {"flow": begun["flow"], "state": said["state"], "code": said["code"], "issuer": said["iss"]}


def enter(api: Caller, openid: OpenIdProvider) -> Any:
    return api.post("/auth/oidc/complete", answer(openid, begin(api)))


def refused(got: Any, code: str, **detail: str) -> None:
    assert (got.status_code >= 400, got.json["code"]) == (True, code), got.json
    assert {name: got.json["detail"].get(name) for name in detail} == detail


def last_try(service: ServiceUnderTest) -> tuple[str, bool, str, str]:
    with service.unit_of_work() as ctx:
        row = ctx.session.scalars(select(SignIn).order_by(SignIn.id.desc()).limit(1)).one()
        return row.username, row.ok, row.reason, row.method


def sessions_of(service: ServiceUnderTest) -> int:
    with service.unit_of_work() as ctx:
        return int(ctx.session.execute(text("SELECT count(*) FROM session")).scalar_one())


def give_groups(admin: Caller, **groups: list[str]) -> None:
    """Let groups give roles."""
    for role in admin.get("/roles?limit=200").json["items"]:
        if role["code"] in groups:
            done = admin.patch(f"/roles/{role['id']}", {"groups": groups[role["code"]]}, version=role["version"])
            assert done.status_code == 200, done.json


def roles_of(service: ServiceUnderTest, person: Staff) -> list[str]:
    with service.unit_of_work() as ctx:
        return list(ctx.session.get(Staff, person.id).roles)  # type: ignore[union-attr]
