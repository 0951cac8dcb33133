"""Groups at the provider give roles here."""

from __future__ import annotations

from sqlalchemy import func, select

from chassis.auth.tokens import TokenVerifier
from chassis.db.trail import Change
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import ProviderLink, Role, Staff
from tests.services.auth.oidc.api.asking import enter, give_groups, last_try, refused, roles_of
from tests.services.auth.people import As, Hire
from tests.support.openid import OpenIdProvider, Person


def test_groups_give_roles_and_take_them_again_and_it_is_told(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    give_groups(admin, service=["/客服", "service-desk"], verifier=["verifiers"])
    openid.person = Person("s-1", "wang", groups=["service-desk", "everybody"])
    got = enter(api, openid)
    assert roles_of(service, wang) == ["sales", "service"], "what was given by hand stays"
    assert "case:handle" in got.json["staff"]["permissions"]
    assert Caller(api.client, api.actor, got.json["access_token"]).get("/me").status_code == 200
    assert service.told("auth.staff_changed.v1")[-1]["roles"] == ["sales", "service"]
    with service.unit_of_work() as ctx:
        noted = ctx.session.scalars(select(Change).where(Change.action == "roles_by_groups")).one()
        assert (noted.record_id, noted.fields) == (wang.id, {"groups": [None, "service-desk"]})
    openid.person = Person("s-1", "wang", groups=["verifiers"])
    enter(api, openid)
    assert roles_of(service, wang) == ["sales", "verifier"]
    openid.person = Person("s-1", "wang")
    enter(api, openid)
    assert roles_of(service, wang) == ["sales"]
    openid.person = Person("s-1", "wang", groups=["everybody"])
    told = len(service.told("auth.staff_changed.v1"))
    enter(api, openid)
    assert len(service.told("auth.staff_changed.v1")) == told, "nothing changed, nothing is told"


def test_a_role_that_groups_give_does_not_stay_because_it_was_given_by_hand(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    give_groups(admin, sales=["sellers"])
    enter(api, openid)
    assert roles_of(service, wang) == []


def test_running_tokens_end_when_groups_take_a_role_away(
    api: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller, service: ServiceUnderTest
) -> None:
    give_groups(admin, service=["desk"])
    openid.person = Person("s-1", "wang", groups=["desk"])
    before = Caller(api.client, api.actor, enter(api, openid).json["access_token"])
    openid.person = Person("s-1", "wang", groups=[])
    after = Caller(api.client, api.actor, enter(api, openid).json["access_token"])
    verifier: TokenVerifier = service.app.extensions["verifier"]
    verifier._revocations.look_again()  # type: ignore[union-attr]
    assert before.get("/me").json["code"] == "token_ended"
    assert after.get("/me").status_code == 200


def test_groups_that_would_give_both_duties_let_nobody_in_and_change_nothing(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    give_groups(admin, administrator=["it"])
    openid.person = Person("s-1", "wang", groups=["it"])
    refused(enter(api, openid), "oidc_duties_conflict")
    assert roles_of(service, wang) == ["sales"]
    assert last_try(service) == ("wang", False, "oidc_duties_conflict", "oidc")
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(ProviderLink)) == 0


def test_groups_that_were_left_out_are_not_guessed(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    give_groups(admin, sales=["sellers"])
    openid.bend = lambda claims: claims.update(_claim_names={"groups": "src1"})
    refused(enter(api, openid), "oidc_refused", reason="groups_left_out")
    assert roles_of(service, wang) == ["sales"]


def test_only_groups_and_the_second_factor_of_a_delivered_role_can_be_set(
    admin: Caller, hire: Hire, caller: As
) -> None:
    role = next(each for each in admin.get("/roles?limit=200").json["items"] if each["code"] == "sales")
    path = f"/roles/{role['id']}"
    assert admin.patch(path, {"groups": ["a"], "name_en": "x"}, version=1).json["code"] == "role_protected"
    done = admin.patch(path, {"groups": ["a", "a", " b "]}, version=1)
    assert done.json["groups"] == ["a", "b"]
    assert admin.patch(path, {"groups": [""]}, version=2).status_code == 422
    assert caller(hire("chen", roles=["sales"])).patch(path, {"groups": []}, version=2).status_code == 403


def test_a_role_keeps_its_groups_for_whoever_reads_it(admin: Caller, service: ServiceUnderTest) -> None:
    give_groups(admin, sales=["a"])
    with service.unit_of_work() as ctx:
        assert ctx.session.scalars(select(Role.groups).where(Role.code == "sales")).one() == ["a"]
