"""Signing in through a provider of OpenID Connect: a real one, which can be told to go wrong."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import redirect
from sqlalchemy import func, select, text

from chassis.auth.tokens import TokenVerifier
from chassis.db.trail import Change
from chassis.settings import SettingsError
from chassis.testing.service import Caller, Keys, ServiceUnderTest
from services.auth import provider as providers
from services.auth.app import create_app
from services.auth.domain import oidc
from services.auth.domain.oidc import Trust
from services.auth.provider import Provider
from services.auth.store.models import Challenge, Credential, ProviderLink, Role, SignIn, Staff
from tests.openid import CLIENT, SECRET, OpenIdProvider, Person, garbage, running_provider, slow
from tests.services.auth.api.test_second_factors import code_of, set_up
from tests.services.auth.api.test_second_factors import enter as by_password

Hire = Callable[..., Staff]
As = Callable[[Staff], Caller]
HOME = "http://127.0.0.1:8000"


@pytest.fixture
def openid() -> Iterator[OpenIdProvider]:
    with running_provider() as provider:
        provider.register(f"{HOME}/sign-in/oidc/callback")
        yield provider


@pytest.fixture
def trusting(service: ServiceUnderTest, openid: OpenIdProvider) -> Callable[..., None]:
    """``trusting(second_factor=True)``: the service trusts the provider like this."""

    def trust(client_secret: str = SECRET, **how: Any) -> None:
        believed = Trust(issuer=openid.issuer, client_id=CLIENT, **how)
        service.app.extensions["provider"] = Provider(
            believed, client_secret=client_secret, scopes="openid profile", public_url=HOME
        )

    return trust


@pytest.fixture
def door(nobody: Caller, trusting: Callable[..., None]) -> Caller:
    """Anybody before a service that trusts the provider."""
    trusting()
    return nobody


@pytest.fixture
def wang(hire: Hire) -> Staff:
    return hire("wang", "王芳", roles=["sales"])


def begin(door: Caller) -> dict[str, Any]:
    begun = door.post("/auth/oidc/begin")
    assert begun.status_code == 200, begun.json
    return dict(begun.json or {})


def answer(openid: OpenIdProvider, begun: dict[str, Any]) -> dict[str, str]:
    """What the browser brings back from the provider, as the pages pass it on."""
    said = openid.answer_to(begun["address"])
    return {"flow": begun["flow"], "state": said["state"], "code": said["code"], "issuer": said["iss"]}


def enter(door: Caller, openid: OpenIdProvider) -> Any:
    return door.post("/auth/oidc/complete", answer(openid, begin(door)))


def refused(got: Any, code: str, **detail: str) -> None:
    assert (got.status_code >= 400, got.json["code"]) == (True, code), got.json
    assert {name: got.json["detail"].get(name) for name in detail} == detail


def last_try(service: ServiceUnderTest) -> tuple[str, bool, str, str]:
    with service.edge() as ctx:
        row = ctx.session.scalars(select(SignIn).order_by(SignIn.id.desc()).limit(1)).one()
        return row.username, row.ok, row.reason, row.method


def sessions_of(service: ServiceUnderTest) -> int:
    with service.edge() as ctx:
        return int(ctx.session.execute(text("SELECT count(*) FROM session")).scalar_one())


def give_groups(admin: Caller, **groups: list[str]) -> None:
    """Let groups give roles."""
    for role in admin.get("/roles?limit=200").json["items"]:
        if role["code"] in groups:
            done = admin.patch(f"/roles/{role['id']}", {"groups": groups[role["code"]]}, version=role["version"])
            assert done.status_code == 200, done.json


def roles_of(service: ServiceUnderTest, person: Staff) -> list[str]:
    with service.edge() as ctx:
        return list(ctx.session.get(Staff, person.id).roles)  # type: ignore[union-attr]


def test_somebody_is_let_in_by_the_provider_and_it_is_on_record(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    got = enter(door, openid)
    assert got.status_code == 201, got.json
    assert Caller(door.client, door.actor, got.json["access_token"]).get("/me").json["username"] == "wang"
    assert door.post("/auth/sessions/token", {"session": got.json["session"]}).status_code == 200
    assert got.json["sign_out_address"].startswith(f"{openid.issuer}/sign-out?client_id=guanxi&")
    assert last_try(service) == ("wang", True, "", "oidc")
    with service.edge() as ctx:
        link = ctx.session.scalars(select(ProviderLink)).one()
        assert (link.staff_id, link.issuer, link.subject) == (wang.id, openid.issuer, "s-1")
        noted = ctx.session.scalars(select(Change).where(Change.action == "provider_linked")).one()
        assert (noted.record_id, noted.fields["subject"]) == (wang.id, [None, "s-1"])


def test_what_is_asked_for_is_a_code_with_state_nonce_and_a_challenge(door: Caller, openid: OpenIdProvider) -> None:
    address = begin(door)["address"]
    assert address.startswith(f"{openid.issuer}/authorize?response_type=code&client_id=guanxi&")
    for part in ("state=", "nonce=", "code_challenge=", "code_challenge_method=S256", "scope=openid+profile"):
        assert part in address
    assert "redirect_uri=http%3A%2F%2F127.0.0.1%3A8000%2Fsign-in%2Foidc%2Fcallback" in address


def test_who_only_begins_leaves_no_row_behind(service: ServiceUnderTest, door: Caller) -> None:
    begin(door)
    with service.edge() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(Challenge)) == 0


def test_a_secret_of_the_client_goes_in_the_way_the_provider_wants(
    door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    openid.register(f"{HOME}/sign-in/oidc/callback", auth_method="client_secret_post")
    openid.document["token_endpoint_auth_methods_supported"] = ["client_secret_post"]
    assert enter(door, openid).status_code == 201


def test_later_only_the_link_counts(door: Caller, openid: OpenIdProvider, wang: Staff, hire: Hire) -> None:
    enter(door, openid)
    hire("li", "李四")
    openid.person = Person("s-1", "li")
    assert enter(door, openid).json["staff"]["username"] == "wang"


def test_somebody_else_of_the_same_name_there_does_not_get_the_account(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    enter(door, openid)
    openid.person = Person("s-2", "wang")
    refused(enter(door, openid), "oidc_other_account")
    assert last_try(service) == ("wang", False, "oidc_other_account", "oidc")


@pytest.mark.parametrize("username", ["nobody.here", None, "not a name!", ""])
def test_who_is_unknown_here_gets_no_account(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, username: str | None
) -> None:
    openid.person = Person("s-9", username)
    refused(enter(door, openid), "oidc_unknown_account")
    assert last_try(service)[1:] == (False, "oidc_unknown_account", "oidc")
    assert sessions_of(service) == 0


def test_a_disabled_person_hears_what_a_wrong_password_hears(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    enter(door, openid)
    assert admin.post(f"/staff/{wang.id}/disable", version=1).status_code == 200
    got = enter(door, openid)
    wrong = door.post("/auth/sessions", {"username": "wang", "password": "wrong-password-1"})
    assert (got.status_code, got.json) == (wrong.status_code, wrong.json)
    assert sessions_of(service) == 1


def test_a_name_is_one_however_the_provider_writes_it(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.person = Person("s-1", "WANG")
    assert enter(door, openid).status_code == 201


def test_what_the_id_token_leaves_out_is_asked_for(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.in_userinfo = ("preferred_username",)
    assert enter(door, openid).status_code == 201


def test_what_is_said_about_somebody_else_is_not_believed(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.in_userinfo = ("preferred_username",)
    openid.instead["/userinfo"] = lambda: {"sub": "s-2", "preferred_username": "wang"}
    refused(enter(door, openid), "oidc_refused", reason="userinfo")


BENT: dict[str, tuple[Callable[[dict[str, Any]], Any], str]] = {
    "nonce": (lambda claims: claims.update(nonce="another"), "nonce"),
    "no nonce": (lambda claims: claims.pop("nonce"), "nonce"),
    "audience": (lambda claims: claims.update(aud="somebody-else"), "aud"),
    "several audiences and no party": (lambda claims: claims.update(aud=[CLIENT, "other"]), "azp"),
    "another party": (lambda claims: claims.update(azp="other"), "azp"),
    "issuer": (lambda claims: claims.update(iss="https://evil.example"), "iss"),
    "expired": (lambda claims: claims.update(exp=int(time.time()) - 61), "expired"),
    "no end": (lambda claims: claims.pop("exp"), "exp"),
    "from the future": (lambda claims: claims.update(iat=int(time.time()) + 3600), "iat"),
    "access token": (lambda claims: claims.update(at_hash="bm90IHRoaXM"), "at_hash"),
    "no subject": (lambda claims: claims.pop("sub"), "sub"),
    "a subject that is none": (lambda claims: claims.update(sub=["s-1"]), "sub"),
}


@pytest.mark.parametrize("bent", BENT)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, bent: str
) -> None:
    openid.bend, reason = BENT[bent]
    refused(enter(door, openid), "oidc_refused", reason=reason)
    assert last_try(service) == ("", False, "oidc_refused", "oidc")
    assert sessions_of(service) == 0


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unsigned(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return f"{b64(json.dumps({**header, 'alg': 'none'}).encode())}.{b64(json.dumps(claims).encode())}."


def test_an_unsigned_id_token_is_refused(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.forge = unsigned
    refused(enter(door, openid), "oidc_refused", reason="algorithm")


def test_a_public_key_is_no_shared_secret(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    secret = openid.keys["first"].as_pem(private=False)  # type: ignore[union-attr]

    def signed(header: dict[str, Any], claims: dict[str, Any]) -> str:
        said = f"{b64(json.dumps({**header, 'alg': 'HS256'}).encode())}.{b64(json.dumps(claims).encode())}"
        return f"{said}.{b64(hmac.digest(secret, said.encode(), 'sha256'))}"

    openid.forge = signed
    refused(enter(door, openid), "oidc_refused", reason="algorithm")


def test_a_bent_signature_is_refused(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.keys["first"], kept = openid.keys["second"], openid.keys["first"]
    openid.signing = "second"
    openid.forge = lambda header, claims: unsigned(header, claims).rpartition(".")[0] + "." + b64(b"x" * 256)
    refused(enter(door, openid), "oidc_refused", reason="algorithm")
    openid.keys["first"] = kept
    openid.signing = "first"
    openid.forge = lambda header, claims: (
        f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}.{b64(b'x' * 256)}"
    )
    refused(enter(door, openid), "oidc_refused", reason="signature")


def test_a_key_that_the_provider_does_not_publish_is_refused(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.signing = "third"
    refused(enter(door, openid), "oidc_refused", reason="unknown_key")
    before = openid.asked.count("/keys")
    refused(enter(door, openid), "oidc_refused", reason="unknown_key")
    assert openid.asked.count("/keys") == before, "whoever makes up keys does not make us ask for ever"


def test_a_new_key_of_the_provider_is_learnt_without_a_restart(
    door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    assert enter(door, openid).status_code == 201
    openid.published, openid.signing = ["third", "first"], "third"
    assert enter(door, openid).status_code == 201


def test_what_is_no_token_is_refused(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    for text_of in ("", "x", "x.y.z", "ÿ" * 10):
        openid.forge = lambda header, claims, text_of=text_of: text_of  # type: ignore[misc]
        refused(enter(door, openid), "oidc_refused")


def test_another_state_is_refused(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    back = answer(openid, begin(door))
    refused(door.post("/auth/oidc/complete", {**back, "state": "another"}), "oidc_ended")


def test_another_browser_is_refused(service: ServiceUnderTest, door: Caller, openid: OpenIdProvider) -> None:
    mine, yours = answer(openid, begin(door)), begin(door)
    refused(door.post("/auth/oidc/complete", {**mine, "flow": yours["flow"]}), "oidc_ended")
    refused(door.post("/auth/oidc/complete", {**mine, "flow": "made up"}), "oidc_ended")
    sealed = service.app.extensions["secret_box"].seal("the secret of an authenticator")
    refused(door.post("/auth/oidc/complete", {**mine, "flow": sealed}), "oidc_ended")


def test_the_same_answer_is_good_once(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    back = answer(openid, begin(door))
    assert door.post("/auth/oidc/complete", back).status_code == 201
    asked = len(openid.asked)
    refused(door.post("/auth/oidc/complete", back), "oidc_ended")
    assert len(openid.asked) == asked, "the provider is not even asked"


def test_a_code_of_somebody_elses_sign_in_is_worth_nothing(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    mine, stolen = answer(openid, begin(door)), answer(openid, begin(door))
    got = door.post("/auth/oidc/complete", {**mine, "code": stolen["code"]})
    refused(got, "oidc_refused", reason="exchange", error="invalid_grant")


def test_who_comes_back_after_five_minutes_begins_again(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    now = service_now(service)
    flow = oidc.new_flow(now - oidc.FLOW_LIFETIME - timedelta(seconds=1))
    sealed = service.app.extensions["secret_box"].seal(oidc.write_flow(flow))
    refused(door.post("/auth/oidc/complete", {"flow": sealed, "state": flow.state, "code": "x"}), "oidc_ended")


def service_now(service: ServiceUnderTest) -> Any:
    with service.edge() as ctx:
        return ctx.now


def test_an_answer_that_does_not_say_who_gives_it_is_refused_where_it_has_to(
    door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    back = answer(openid, begin(door))
    refused(door.post("/auth/oidc/complete", {**back, "issuer": ""}), "oidc_refused", reason="issuer")
    back = answer(openid, begin(door))
    refused(door.post("/auth/oidc/complete", {**back, "issuer": "https://e.example"}), "oidc_refused", reason="issuer")


def test_a_no_of_the_provider_is_a_no(service: ServiceUnderTest, door: Caller, openid: OpenIdProvider) -> None:
    back = answer(openid, begin(door))
    got = door.post("/auth/oidc/complete", {**back, "code": "", "error": "access_denied"})
    refused(got, "oidc_refused", reason="denied", error="access_denied")
    assert last_try(service) == ("", False, "oidc_refused", "oidc")


def test_a_provider_of_another_name_is_not_the_one(door: Caller, openid: OpenIdProvider) -> None:
    openid.document["issuer"] = "https://evil.example"
    refused(door.post("/auth/oidc/begin"), "oidc_unavailable", reason="other_issuer")


@pytest.mark.parametrize("address", ["http://evil.example/token", "ftp://x", "javascript:alert(1)", 7])
def test_a_provider_that_sends_us_in_the_clear_is_not_used(
    door: Caller, openid: OpenIdProvider, address: object
) -> None:
    openid.document["token_endpoint"] = address
    refused(door.post("/auth/oidc/begin"), "oidc_unavailable", reason="garbage")


def test_garbage_is_no_answer(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.instead["/.well-known/openid-configuration"] = garbage()
    refused(door.post("/auth/oidc/begin"), "oidc_unavailable", reason="garbage")


@pytest.mark.parametrize(
    "answered", [garbage(), garbage(status=502), garbage("[1]"), garbage("{"), garbage("x" * 10**6)]
)
def test_garbage_instead_of_a_token_lets_nobody_in(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, answered: Callable[[], Any]
) -> None:
    openid.instead["/token"] = answered
    refused(enter(door, openid), "oidc_unavailable")
    assert last_try(service) == ("", False, "oidc_unavailable", "oidc")


def test_no_other_address_is_followed(door: Caller, openid: OpenIdProvider, wang: Staff) -> None:
    openid.instead["/keys"] = lambda: redirect("/elsewhere")
    refused(enter(door, openid), "oidc_unavailable", reason="garbage")
    assert "/elsewhere" not in openid.asked


def test_a_provider_that_is_down_is_said_to_be_and_left_alone_for_a_moment(
    nobody: Caller, trusting: Callable[..., None], openid: OpenIdProvider
) -> None:
    trusting()
    openid.close()
    began = time.monotonic()
    for _ in range(5):
        refused(nobody.post("/auth/oidc/begin"), "oidc_unavailable", reason="no_answer")
    assert time.monotonic() - began < 2


def test_a_provider_that_drips_is_not_waited_for(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "WHOLE_SECONDS", 0.5)
    openid.instead["/token"] = slow(20)
    back = answer(openid, begin(door))
    began = time.monotonic()
    refused(door.post("/auth/oidc/complete", back), "oidc_unavailable", reason="no_answer")
    assert time.monotonic() - began < 5


def test_a_provider_that_drips_keeps_no_more_than_a_few_waiting(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "WHOLE_SECONDS", 3.0)
    openid.instead["/.well-known/openid-configuration"] = slow(20)

    def ask(_: int) -> tuple[float, str]:
        began = time.monotonic()
        got = service.app.test_client().post("/v1/auth/oidc/begin")
        return time.monotonic() - began, got.json["detail"]["reason"]  # type: ignore[index]

    with ThreadPoolExecutor(8) as threads:
        heard = list(threads.map(ask, range(8)))
    assert Counter(reason for _, reason in heard) == {"busy": 4, "no_answer": 4}
    assert max(seconds for seconds, reason in heard if reason == "busy") < 2


def test_no_transaction_is_open_while_the_provider_is_asked(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    seen: list[int] = []

    def look() -> Any:
        seen.append(service.engine.pool.checkedout())  # type: ignore[attr-defined]
        return garbage()()

    openid.instead["/token"] = look
    enter(door, openid)
    assert seen == [0]


def test_without_a_provider_there_is_nothing_to_begin(nobody: Caller) -> None:
    refused(nobody.post("/auth/oidc/begin"), "oidc_not_set_up")
    refused(nobody.post("/auth/oidc/complete", {"flow": "x", "state": "x"}), "oidc_not_set_up")


def test_groups_give_roles_and_take_them_again_and_it_is_told(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    give_groups(admin, service=["/客服", "service-desk"], verifier=["verifiers"])
    openid.person = Person("s-1", "wang", groups=["service-desk", "everybody"])
    got = enter(door, openid)
    assert roles_of(service, wang) == ["sales", "service"], "what was given by hand stays"
    assert "case:handle" in got.json["staff"]["permissions"]
    assert Caller(door.client, door.actor, got.json["access_token"]).get("/me").status_code == 200
    assert service.told("auth.staff_changed.v1")[-1]["roles"] == ["sales", "service"]
    with service.edge() as ctx:
        noted = ctx.session.scalars(select(Change).where(Change.action == "roles_by_groups")).one()
        assert (noted.record_id, noted.fields) == (wang.id, {"groups": [None, "service-desk"]})
    openid.person = Person("s-1", "wang", groups=["verifiers"])
    enter(door, openid)
    assert roles_of(service, wang) == ["sales", "verifier"]
    openid.person = Person("s-1", "wang")
    enter(door, openid)
    assert roles_of(service, wang) == ["sales"]
    openid.person = Person("s-1", "wang", groups=["everybody"])
    told = len(service.told("auth.staff_changed.v1"))
    enter(door, openid)
    assert len(service.told("auth.staff_changed.v1")) == told, "nothing changed, nothing is told"


def test_a_role_that_groups_give_does_not_stay_because_it_was_given_by_hand(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    give_groups(admin, sales=["sellers"])
    enter(door, openid)
    assert roles_of(service, wang) == []


def test_running_tokens_end_when_groups_take_a_role_away(
    door: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller, service: ServiceUnderTest
) -> None:
    give_groups(admin, service=["desk"])
    openid.person = Person("s-1", "wang", groups=["desk"])
    before = Caller(door.client, door.actor, enter(door, openid).json["access_token"])
    openid.person = Person("s-1", "wang", groups=[])
    after = Caller(door.client, door.actor, enter(door, openid).json["access_token"])
    verifier: TokenVerifier = service.app.extensions["verifier"]
    verifier._endings.look_again()  # type: ignore[union-attr]
    assert before.get("/me").json["code"] == "token_ended"
    assert after.get("/me").status_code == 200


def test_groups_that_would_give_both_duties_let_nobody_in_and_change_nothing(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    give_groups(admin, administrator=["it"])
    openid.person = Person("s-1", "wang", groups=["it"])
    refused(enter(door, openid), "oidc_duties_conflict")
    assert roles_of(service, wang) == ["sales"]
    assert last_try(service) == ("wang", False, "oidc_duties_conflict", "oidc")
    with service.edge() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(ProviderLink)) == 0


def test_groups_that_were_left_out_are_not_guessed(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller
) -> None:
    give_groups(admin, sales=["sellers"])
    openid.bend = lambda claims: claims.update(_claim_names={"groups": "src1"})
    refused(enter(door, openid), "oidc_refused", reason="groups_left_out")
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


def require_second_factor(admin: Caller, code: str) -> None:
    role = next(each for each in admin.get("/roles?limit=200").json["items"] if each["code"] == code)
    assert admin.patch(f"/roles/{role['id']}", {"second_factor": True}, version=role["version"]).status_code == 200


def set_up_totp(door: Caller, service: ServiceUnderTest) -> str:
    """Wang's authenticator; its secret."""
    return set_up(Caller(door.client, door.actor, by_password(door).json["access_token"]))[0]


def test_who_has_a_second_factor_shows_it_here_too(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    secret = set_up_totp(door, service)
    openid.person = Person("s-1", "wang", amr=["pwd", "otp"])
    got = enter(door, openid)
    refused(got, "second_factor_required")
    assert last_try(service) == ("wang", False, "second_factor_asked", "oidc")
    proof = {"challenge": got.json["detail"]["challenge"], "code": code_of(secret, 1)}
    opened = door.post("/auth/sessions/second-factor", proof)
    assert opened.status_code == 201
    assert opened.json["sign_out_address"]
    assert not opened.json["staff"]["limited"]


def test_a_provider_that_is_believed_to_ask_for_two_factors_is_enough(
    door: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller, trusting: Callable[..., None]
) -> None:
    require_second_factor(admin, "sales")
    trusting(second_factor=True)
    openid.person = Person("s-1", "wang", amr=["pwd"])
    assert enter(door, openid).json["staff"]["limited"] == "second_factor_setup_required"
    openid.person = Person("s-1", "wang", amr=["pwd", "otp"])
    got = enter(door, openid)
    assert got.json["staff"]["limited"] == ""
    renewed = door.post("/auth/sessions/token", {"session": got.json["session"]})
    assert renewed.json["staff"]["limited"] == "", "the session remembers it"
    trusting()
    assert enter(door, openid).json["staff"]["limited"] == "second_factor_setup_required"


def test_a_password_made_by_somebody_else_is_no_matter_to_who_does_not_use_it(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    with service.edge() as ctx:
        ctx.session.get(Credential, wang.id).must_change = True  # type: ignore[union-attr]
    got = enter(door, openid)
    assert (got.json["staff"]["limited"], got.json["staff"]["must_change_password"]) == ("", False)
    mine = Caller(door.client, door.actor, got.json["access_token"])
    assert mine.get("/me").json["must_change_password"] is False
    assert mine.get("/colleagues").status_code == 200


def test_the_administrator_sees_a_link_and_takes_it_away(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff, admin: Caller, hire: Hire, caller: As
) -> None:
    opened = enter(door, openid)
    [link] = admin.get(f"/staff/{wang.id}/provider-links").json["items"]
    assert (link["issuer"], link["subject"], link["username"]) == (openid.issuer, "s-1", "wang")
    manager = caller(hire("boss", roles=["department_manager"]))
    path = f"/staff/{wang.id}/provider-links/{link['id']}/end"
    assert manager.get(f"/staff/{wang.id}/provider-links").status_code == 403
    assert manager.post(path).status_code == 403
    assert admin.post(path).status_code == 200
    assert admin.post(path).status_code == 404
    assert admin.get(f"/staff/{wang.id}/provider-links").json["items"] == []
    assert door.post("/auth/sessions/token", {"session": opened.json["session"]}).json["code"] == "session_ended"
    with service.edge() as ctx:
        noted = ctx.session.scalars(select(Change).where(Change.action == "provider_unlinked")).one()
        assert noted.fields["subject"] == ["s-1", None]
        assert ctx.session.scalar(select(func.count()).select_from(ProviderLink)) == 1, "it stays as history"
    openid.person = Person("s-2", "wang")
    assert enter(door, openid).status_code == 201, "and somebody else can be linked now"


def test_two_first_sign_ins_at_once_make_one_link(
    service: ServiceUnderTest, door: Caller, openid: OpenIdProvider, wang: Staff
) -> None:
    answers = [answer(openid, begin(door)) for _ in range(2)]

    def come_back(said: dict[str, str]) -> int:
        return service.app.test_client().post("/v1/auth/oidc/complete", json=said).status_code

    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(come_back, answers)) == [201, 201]
    with service.edge() as ctx:
        assert ctx.session.scalar(select(func.count()).select_from(ProviderLink)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"oidc_issuer": "http://sso.example.com"},
        {"oidc_client_id": ""},
        {"oidc_scopes": "profile"},
    ],
)
def test_settings_that_cannot_work_are_refused_at_the_start(
    service: ServiceUnderTest, keys: Keys, wrong: dict[str, str]
) -> None:
    right = {"oidc_issuer": "https://sso.example.com", "oidc_client_id": "guanxi"}
    settings = replace(service.app.extensions["settings"], **{**right, **wrong})
    with pytest.raises(SettingsError, match="OIDC"):
        create_app(settings, service.engine)


def test_a_role_keeps_its_groups_for_whoever_reads_it(admin: Caller, service: ServiceUnderTest) -> None:
    give_groups(admin, sales=["a"])
    with service.edge() as ctx:
        assert ctx.session.scalars(select(Role.groups).where(Role.code == "sales")).one() == ["a"]
