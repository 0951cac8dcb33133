"""Passkeys are added with the password, renamed and removed by their owner."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, text

from chassis.mail.tables import email_table
from chassis.testing.service import Caller, ServiceUnderTest
from tests.services.auth.api.passkeys.owner import REFUSED, Owner, change, said
from tests.services.auth.people import PASSWORD, Hire
from tests.support.authenticator import Authenticator


def test_a_new_passkey_ends_every_other_session_and_its_owner_is_told_by_mail(
    service: ServiceUnderTest, wang: Owner
) -> None:
    with service.unit_of_work() as ctx:
        change(ctx, "wang", email="wang@example.com")
    here = wang.token
    other = wang.enter().json["session"]
    wang.token = here
    assert wang.add(Authenticator()).status_code == 200
    assert said(wang.nobody.post("/auth/sessions/token", {"session": other})) == (401, "session_ended")
    with service.engine.connect() as connection:
        [(to, subject)] = connection.execute(select(email_table.c.to, email_table.c.subject)).all()
    assert (to, subject) == (["wang@example.com"], "您的账号添加了通行密钥 / A passkey was added to your account")


def test_the_first_passkey_gives_recovery_codes_and_another_one_keeps_them(
    service: ServiceUnderTest, wang: Owner
) -> None:
    key, phone = Authenticator(), Authenticator(synced=True, counter=None)
    before = len(service.told("auth.access_ended.v1"))
    assert len(wang.add(key).json["recovery_codes"]) == 10
    assert len(service.told("auth.access_ended.v1")) == before + 1
    assert wang.second(key).status_code == 201
    assert wang.ask().json["options"]["excludeCredentials"][0]["id"] == key.id
    assert wang.add(phone, "Phone").json["recovery_codes"] == []
    wang.second(phone)
    mine = wang.me.get("/me/second-factor").json
    assert (mine["totp"], mine["recovery_codes_left"], mine["passkeys_offered"]) == (False, 10, True)
    shown = [(each["name"], each["synced"], each["backed_up"], bool(each["used_at"])) for each in mine["passkeys"]]
    assert shown == [("Laptop", False, False, True), ("Phone", True, True, True)]
    with service.unit_of_work() as ctx:
        rows = ctx.session.execute(text("SELECT action, fields FROM change WHERE kind = 'staff' ORDER BY id")).all()
    assert tuple(rows[-2]) == ("passkey_added", {"passkey": [None, "Laptop"]})


def test_a_removed_passkey_opens_nothing_and_the_last_one_takes_the_codes_along(
    service: ServiceUnderTest, wang: Owner
) -> None:
    key = Authenticator()
    wang.add(key)
    wang.alone(key)
    [shown] = wang.me.get("/me/second-factor").json["passkeys"]
    path = f"/me/second-factor/passkeys/{shown['id']}/end"
    assert said(wang.me.post(path, {"password": "wrong-password"})) == (422, "wrong_password")
    assert wang.me.post(path, {"password": PASSWORD}).status_code == 200
    assert said(wang.alone(key)) == REFUSED
    assert wang.enter().status_code == 201
    mine = wang.me.get("/me/second-factor").json
    assert (mine["passkeys"], mine["recovery_codes_left"]) == ([], 0)
    assert wang.me.post(path, {"password": PASSWORD}).status_code == 404
    assert said(wang.add(key)) == (422, "invalid")
    with service.unit_of_work() as ctx:
        actions = list(ctx.session.scalars(text("SELECT action FROM change WHERE kind = 'staff' ORDER BY id")))
    assert actions[-2:] == ["passkey_added", "passkey_removed"]


def test_a_passkey_is_renamed_by_its_owner_alone(hire: Hire, wang: Owner) -> None:
    hire("zhang", "张伟", roles=["sales"])
    zhang = Owner(wang.nobody, "zhang")
    zhang.enter()
    key = Authenticator()
    wang.add(key)
    wang.alone(key)
    [shown] = wang.me.get("/me/second-factor").json["passkeys"]
    path = f"/me/second-factor/passkeys/{shown['id']}"
    assert zhang.me.patch(path, {"name": "Mine"}, version=1).status_code == 404
    assert zhang.me.post(f"{path}/end", {"password": PASSWORD}).status_code == 404
    assert wang.me.patch(path, {"name": "Work"}, version=1).status_code == 200
    assert said(wang.me.patch(path, {"name": "Late"}, version=1)) == (412, "stale_version")
    assert wang.me.get("/me/second-factor").json["passkeys"][0]["name"] == "Work"


@pytest.mark.parametrize(
    "lie", [{"origin": "http://127.0.0.1:8000"}, {"rp_id": "evil.example"}, {"fmt": "android-key"}]
)
def test_a_passkey_made_elsewhere_is_not_kept(wang: Owner, lie: dict[str, str]) -> None:
    refused = wang.add(Authenticator(), **lie)
    assert (refused.status_code, refused.json["fields"]) == (422, {"credential_id": ["passkey_refused"]})
    assert wang.enter().status_code == 201


def test_what_was_begun_by_one_is_not_finished_by_another_or_twice(hire: Hire, wang: Owner) -> None:
    hire("zhang", "张伟", roles=["sales"])
    zhang = Owner(wang.nobody, "zhang")
    zhang.enter()
    asked = wang.ask().json
    body = {"challenge": asked["challenge"], "name": "Key", **Authenticator().make(asked["options"])}
    refused = zhang.me.post("/me/second-factor/passkeys/confirm", body)
    assert refused.json["fields"] == {"challenge": ["not_begun"]}
    added = wang.me.post("/me/second-factor/passkeys/confirm", body)
    code = added.json["recovery_codes"][0]
    credentials = {"username": "wang", "password": PASSWORD, "code": code}
    wang.token = wang.nobody.post("/auth/tokens", credentials).json["access_token"]
    again = {**body, **Authenticator().make(asked["options"])}
    refused = wang.me.post("/me/second-factor/passkeys/confirm", again)
    assert refused.json["fields"] == {"challenge": ["not_begun"]}


def test_a_wrong_password_begins_nothing(wang: Owner) -> None:
    refused = wang.me.post("/me/second-factor/passkeys", {"password": "wrong-password"})
    assert said(refused) == (422, "wrong_password")


def test_one_person_has_twenty_at_most(wang: Owner) -> None:
    key = Authenticator()
    wang.add(key)
    for _ in range(19):
        wang.alone(key)
        assert wang.add(Authenticator()).status_code == 200
    wang.alone(key)
    assert said(wang.ask()) == (409, "too_many_passkeys")


@pytest.mark.parametrize("value", ["+/+/", "a=", "a", "", None, 7, "é"])
def test_what_is_not_base64url_is_refused_with_a_code(nobody: Caller, value: Any) -> None:
    names = ("credential_id", "client_data", "authenticator_data", "signature")
    body = {"challenge": "x", **dict.fromkeys(names, "YWJj"), "client_data": value}
    refused = nobody.post("/auth/sessions/passkey", body)
    assert (refused.status_code, list(refused.json["fields"])) == (422, ["client_data"])
