"""What roles ask for, and what helps who has lost it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
from sqlalchemy import text

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.cli import _reset_admin
from tests.services.auth.api.passkeys.owner import REFUSED, Owner, require, said, totp_for
from tests.services.auth.people import PASSWORD
from tests.support.authenticator import Authenticator


def test_a_role_that_asks_for_any_second_factor_is_content_with_a_passkey(admin: Caller, wang: Owner) -> None:
    require(admin, "sales", second_factor=True)
    assert wang.enter().json["staff"]["limited"] == "second_factor_setup_required"
    key = Authenticator()
    assert wang.add(key).status_code == 200
    assert wang.alone(key).json["staff"]["limited"] == ""
    assert wang.me.get("/colleagues").status_code == 200
    [shown] = wang.me.get("/me/second-factor").json["passkeys"]
    kept = wang.me.post(f"/me/second-factor/passkeys/{shown['id']}/end", {"password": PASSWORD})
    assert said(kept) == (409, "second_factor_needed")


def test_a_role_that_asks_for_a_passkey_is_not_content_with_codes(
    service: ServiceUnderTest, admin: Caller, wang: Owner
) -> None:
    secret = totp_for(wang)
    changed = require(admin, "sales", passkey_only=True)
    assert (changed.json["second_factor"], changed.json["passkey_only"]) == (True, True)
    asked = wang.enter()
    assert asked.json["detail"]["second_factor"] == ["totp", "recovery"], "there is no passkey yet"
    code = pyotp.TOTP(secret).at(datetime.now(UTC) + timedelta(seconds=30))
    body = {"challenge": asked.json["detail"]["challenge"], "code": code}
    opened = wang.nobody.post("/auth/sessions/second-factor", body).json
    assert opened["staff"]["limited"] == "second_factor_setup_required"
    wang.token = opened["access_token"]
    assert wang.me.get("/me/second-factor").json["passkey_required"] is True
    key = Authenticator()
    assert wang.add(key).json["recovery_codes"] == [], "those of the authenticator are kept"
    asked = wang.enter()
    assert asked.json["detail"]["second_factor"] == ["passkey", "recovery"]
    with service.unit_of_work() as ctx:
        ctx.session.execute(text("UPDATE totp SET last_step = 0"))
    body = {"challenge": asked.json["detail"]["challenge"], "code": pyotp.TOTP(secret).now()}
    assert said(wang.nobody.post("/auth/sessions/second-factor", body)) == (401, "wrong_code")
    assert wang.second(key).json["staff"]["limited"] == ""
    off = wang.me.post("/me/second-factor/totp/end", {"password": PASSWORD})
    assert off.status_code == 200, "the passkey is what the role asks for"
    assert wang.second(key).status_code == 201
    assert wang.me.get("/me/second-factor").json["recovery_codes_left"] == 10


def test_a_recovery_code_stands_in_for_a_lost_passkey(wang: Owner) -> None:
    wang.add(Authenticator())
    body = {"challenge": wang.enter().json["detail"]["challenge"], "code": wang.codes[0]}
    assert wang.nobody.post("/auth/sessions/second-factor", body).status_code == 201


def test_what_a_role_asks_for_hangs_together(admin: Caller) -> None:
    require(admin, "sales", passkey_only=True)
    assert require(admin, "sales", second_factor=False).json["passkey_only"] is False
    refused = require(admin, "sales", second_factor=False, passkey_only=True)
    assert refused.json["fields"] == {"passkey_only": ["invalid"]}
    body = {"code": "keys", "name_zh": "钥匙", "name_en": "Keys", "permissions": {}, "passkey_only": True}
    assert admin.post("/roles", body).json["second_factor"] is True


def test_the_administrator_takes_lost_passkeys_away(admin: Caller, wang: Owner) -> None:
    key = Authenticator()
    wang.add(key)
    id = next(each["id"] for each in admin.get("/staff").json["items"] if each["username"] == "wang")
    assert admin.get(f"/staff/{id}").json["second_factor"] is True
    assert admin.post(f"/staff/{id}/reset-second-factor").json["second_factor"] is False
    assert said(wang.alone(key)) == REFUSED
    assert wang.enter().status_code == 201


def test_where_browsers_know_no_passkeys_they_are_not_offered(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Owner
) -> None:
    service.app.extensions["relying_party"] = None
    assert wang.me.get("/me/second-factor").json["passkeys_offered"] is False
    refused = (409, "passkeys_not_offered")
    assert said(wang.ask()) == refused
    assert said(nobody.post("/auth/sessions/passkey/begin", {})) == refused
    assert said(require(admin, "sales", passkey_only=True)) == refused
    assert require(admin, "sales", second_factor=True).status_code == 200


def test_after_a_move_to_an_address_without_passkeys_the_command_line_lets_the_administrator_in(
    service: ServiceUnderTest, nobody: Caller, admin: Caller
) -> None:
    require(admin, "administrator", passkey_only=True)
    with service.unit_of_work() as ctx:
        given = _reset_admin(ctx, passkeys_offered=False)
    body = {"username": "admin", "password": given}
    token = nobody.post("/auth/tokens", body).json["access_token"]
    again = Caller(nobody.client, nobody.actor, token)
    mine = again.get("/me/second-factor").json
    assert (mine["required"], mine["passkey_required"]) == (True, False)
