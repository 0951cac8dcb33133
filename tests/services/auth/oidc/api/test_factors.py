"""What is asked of somebody whom the provider has let in."""

from __future__ import annotations

from collections.abc import Callable

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Credential, Staff
from tests.services.auth.oidc.api.asking import enter, last_try, refused
from tests.services.auth.second_factors import code_of, set_up
from tests.services.auth.second_factors import enter as by_password
from tests.support.openid import OpenIdProvider, Person


def require_second_factor(admin: Caller, code: str) -> None:
    role = next(each for each in admin.get("/roles?limit=200").json["items"] if each["code"] == code)
    assert admin.patch(f"/roles/{role['id']}", {"second_factor": True}, version=role["version"]).status_code == 200


def set_up_totp(api: Caller, service: ServiceUnderTest) -> str:
    """Wang's authenticator; its secret."""
    return set_up(Caller(api.client, api.actor, by_password(api).json["access_token"]))[0]


def test_who_has_a_second_factor_shows_it_here_too(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    secret = set_up_totp(api, service)
    openid.person = Person("s-1", "wang", amr=["pwd", "otp"])
    got = enter(api, openid)
    refused(got, "second_factor_required")
    assert last_try(service) == ("wang", False, "second_factor_asked", "oidc")
    proof = {"challenge": got.json["detail"]["challenge"], "code": code_of(secret, 1)}
    opened = api.post("/auth/sessions/second-factor", proof)
    assert opened.status_code == 201
    assert opened.json["sign_out_address"]
    assert not opened.json["staff"]["limited"]


def test_a_provider_that_is_believed_to_ask_for_two_factors_is_enough(
    api: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller, trusting: Callable[..., None]
) -> None:
    require_second_factor(admin, "sales")
    trusting(second_factor=True)
    openid.person = Person("s-1", "wang", amr=["pwd"])
    assert enter(api, openid).json["staff"]["limited"] == "second_factor_setup_required"
    openid.person = Person("s-1", "wang", amr=["pwd", "otp"])
    got = enter(api, openid)
    assert got.json["staff"]["limited"] == ""
    renewed = api.post("/auth/sessions/token", {"session": got.json["session"]})
    assert renewed.json["staff"]["limited"] == "", "the session remembers it"
    trusting()
    assert enter(api, openid).json["staff"]["limited"] == "second_factor_setup_required"


def test_a_password_made_by_somebody_else_is_no_matter_to_who_does_not_use_it(
    service: ServiceUnderTest, api: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    with service.unit_of_work() as ctx:
        ctx.session.get(Credential, wang.id).must_change = True  # type: ignore[union-attr]
    got = enter(api, openid)
    assert (got.json["staff"]["limited"], got.json["staff"]["must_change_password"]) == ("", False)
    mine = Caller(api.client, api.actor, got.json["access_token"])
    assert mine.get("/me").json["must_change_password"] is False
    assert mine.get("/colleagues").status_code == 200
