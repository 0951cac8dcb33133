"""Whom the provider knows as whom."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from chassis.db.trail import Change
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import ProviderLink, Staff
from tests.services.auth.oidc.api.asking import answer, begin, enter
from tests.services.auth.people import As, Hire
from tests.support.openid import OpenIdProvider, Person


def test_the_administrator_sees_a_link_and_takes_it_away(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller, hire: Hire, caller: As
) -> None:
    opened = enter(api, openid)
    [link] = admin.get(f"/staff/{wang.id}/provider-links").json["items"]
    assert (link["issuer"], link["subject"], link["username"]) == (openid.issuer, "s-1", "wang")
    manager = caller(hire("boss", roles=["department_manager"]))
    path = f"/staff/{wang.id}/provider-links/{link['id']}/end"
    assert manager.get(f"/staff/{wang.id}/provider-links").status_code == 403
    assert manager.post(path).status_code == 403
    assert admin.post(path).status_code == 200
    assert admin.post(path).status_code == 404
    assert admin.get(f"/staff/{wang.id}/provider-links").json["items"] == []
    assert api.post("/auth/sessions/token", {"session": opened.json["session"]}).json["code"] == "session_ended"
    with service.unit_of_work() as ctx:
        noted = ctx.session.scalars(select(Change).where(Change.action == "provider_unlinked")).one()
        assert noted.fields["subject"] == ["s-1", None]
        assert ctx.session.scalar(select(func.count()).select_from(ProviderLink)) == 1, "it stays as history"
    openid.person = Person("s-2", "wang")
    assert enter(api, openid).status_code == 201, "and somebody else can be linked now"


def test_two_first_sign_ins_at_once_make_one_link(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    answers = [answer(openid, begin(api)) for _ in range(2)]

    def come_back(said: dict[str, str]) -> int:
        return service.app.test_client().post("/v1/auth/oidc/complete", json=said).status_code

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(come_back, answers)) == [201, 201]
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(ProviderLink)) == 1
