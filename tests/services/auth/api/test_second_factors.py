"""A second factor: the password alone opens nothing any more, a code is good once, and a role can ask for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.cli import _reset_admin
from services.auth.domain.attempts import delay_after
from services.auth.store import queries
from services.auth.store.models import Challenge, OpenSession, RecoveryCode, Role, SignIn, Staff, Totp
from tests.services.auth.people import PASSWORD, As, Hire
from tests.services.auth.second_factors import code_of, enter, set_up

WRONG = {"code": "wrong_code", "detail": {}}


@pytest.fixture
def wang(hire: Hire) -> Staff:
    return hire("wang", "王芳", roles=["sales"])


@pytest.fixture
def mine(wang: Staff, nobody: Caller) -> Caller:
    """Wang, signed in before she has a second factor."""
    token = enter(nobody).json["access_token"]
    return Caller(nobody.client, nobody.actor, token)


def answer(nobody: Caller, challenge: str, code: str, kind: str = "tokens") -> Any:
    return nobody.post(f"/auth/{kind}/second-factor", {"challenge": challenge, "code": code})


def has(mine: Caller) -> tuple[bool, int]:
    """Whether there is an authenticator, and how many recovery codes are left."""
    found = mine.get("/me/second-factor").json
    assert found["required"] is False
    return found["totp"], found["recovery_codes_left"]


def fresh(nobody: Caller, token: str) -> Caller:
    return Caller(nobody.client, nobody.actor, token)


def test_the_password_alone_opens_nothing_and_says_what_is_lacking(
    service: ServiceUnderTest, nobody: Caller, mine: Caller
) -> None:
    set_up(mine)
    asked = enter(nobody)
    assert (asked.status_code, asked.json["code"]) == (401, "second_factor_required")
    assert asked.json["detail"]["second_factor"] == ["totp", "recovery"]
    assert asked.json["detail"]["expires_in"] == 300
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(SignIn.reason).order_by(SignIn.id.desc()).limit(1)) == "second_factor_asked"
        [stored] = ctx.session.scalars(select(Challenge))
        assert asked.json["detail"]["challenge"] not in (stored.secret_hash, "")


@pytest.mark.parametrize("kind", ["tokens", "sessions"])
def test_challenge_and_code_open_a_session_once(nobody: Caller, mine: Caller, kind: str) -> None:
    secret, _ = set_up(mine)
    body = {"username": "wang", "password": PASSWORD}
    challenge = nobody.post(f"/auth/{kind}", body).json["detail"]["challenge"]
    opened = answer(nobody, challenge, code_of(secret, 1), kind)
    assert opened.status_code == (200 if kind == "tokens" else 201)
    assert fresh(nobody, opened.json["access_token"]).get("/me").json["username"] == "wang"
    again = answer(nobody, challenge, code_of(secret, 1), kind)
    assert (again.status_code, again.json["code"]) == (401, "challenge_ended")


def test_a_program_sends_the_code_along_with_the_password(nobody: Caller, mine: Caller) -> None:
    secret, _ = set_up(mine)
    assert enter(nobody, code=code_of(secret, 1)).status_code == 200
    assert enter(nobody, code="000000").json == WRONG
    assert enter(nobody, password="wrong-password", code=code_of(secret)).json["code"] == "invalid_credentials"


def test_a_code_is_good_once_and_no_older_one_after_it(service: ServiceUnderTest, nobody: Caller, mine: Caller) -> None:
    secret, _ = set_up(mine)
    code = code_of(secret, 1)
    assert enter(nobody, code=code).status_code == 200
    assert enter(nobody, code=code).json == WRONG
    assert enter(nobody, code=code_of(secret)).json == WRONG
    with service.unit_of_work() as ctx:
        assert ctx.session.scalar(select(SignIn.reason).order_by(SignIn.id.desc()).limit(1)) == "wrong_code"


def test_a_recovery_code_is_good_once_however_it_is_typed(
    service: ServiceUnderTest, nobody: Caller, mine: Caller
) -> None:
    _, codes = set_up(mine)
    assert len(set(codes)) == 10
    assert enter(nobody, code=codes[0].upper().replace("-", " ")).status_code == 200
    assert enter(nobody, code=codes[0]).json == WRONG
    assert enter(nobody, code=codes[1]).status_code == 200
    with service.unit_of_work() as ctx:
        stored = [row.code_hash for row in ctx.session.scalars(select(RecoveryCode))]
        assert not set(stored) & set(codes)


def test_the_secret_is_sealed_in_the_database(service: ServiceUnderTest, mine: Caller) -> None:
    secret, _ = set_up(mine)
    with service.unit_of_work() as ctx:
        stored = ctx.session.scalars(select(Totp)).one().secret
    assert secret not in stored
    assert service.app.extensions["secret_box"].open(stored) == secret


def test_wrong_codes_count_like_wrong_passwords_and_the_right_password_does_not_forgive_them(
    service: ServiceUnderTest, nobody: Caller, mine: Caller
) -> None:
    secret, _ = set_up(mine)
    for number in range(10):
        challenge = enter(nobody).json["detail"]["challenge"]
        assert answer(nobody, challenge, "000000").json == WRONG
        service.clock.advance(delay_after(number + 1))
    closed = enter(nobody)
    assert (closed.status_code, closed.json["code"]) == (429, "too_many_attempts")
    assert enter(nobody, code=code_of(secret, 1, now=service.clock())).status_code == 429


def test_a_challenge_ends_after_five_wrong_codes_or_five_minutes(
    service: ServiceUnderTest, nobody: Caller, mine: Caller
) -> None:
    secret, _ = set_up(mine)
    challenge = enter(nobody).json["detail"]["challenge"]
    for number in range(5):
        assert answer(nobody, challenge, "000000").json == WRONG
        service.clock.advance(delay_after(number + 1))
    assert answer(nobody, challenge, code_of(secret, 1, now=service.clock())).json["code"] == "challenge_ended"
    late = enter(nobody).json["detail"]["challenge"]
    service.clock.advance(timedelta(seconds=301))
    assert answer(nobody, late, code_of(secret, 1, now=service.clock())).json["code"] == "challenge_ended"
    assert answer(nobody, "nobody-has-it", "123456").json["code"] == "challenge_ended"


def test_a_disabled_person_does_not_finish_what_was_begun(
    service: ServiceUnderTest, nobody: Caller, mine: Caller, wang: Staff
) -> None:
    secret, _ = set_up(mine)
    challenge = enter(nobody).json["detail"]["challenge"]
    with service.unit_of_work() as ctx:
        ctx.session.get(Staff, wang.id).active = False  # type: ignore[union-attr]
    assert answer(nobody, challenge, code_of(secret, 1)).json["code"] == "challenge_ended"


def test_nothing_is_asked_before_a_first_code_has_confirmed_the_authenticator(nobody: Caller, mine: Caller) -> None:
    assert mine.post("/me/second-factor/totp", {"password": "wrong-password"}).json["code"] == "wrong_password"
    begun = mine.post("/me/second-factor/totp", {"password": PASSWORD}).json
    assert begun["address"].startswith("otpauth://totp/Guanxi:wang?secret=" + begun["secret"])
    refused = mine.post("/me/second-factor/totp/confirm", {"code": "000000"})
    assert (refused.status_code, refused.json["fields"]) == (422, {"code": ["wrong_code"]})
    assert enter(nobody).status_code == 200


def test_it_is_switched_off_with_the_password_and_new_recovery_codes_end_the_old_ones(
    service: ServiceUnderTest, nobody: Caller, mine: Caller
) -> None:
    _, codes = set_up(mine)
    mine = fresh(nobody, enter(nobody, code=codes[0]).json["access_token"])
    assert has(mine) == (True, 9)
    again = mine.post("/me/second-factor/recovery-codes", {"password": PASSWORD}).json["recovery_codes"]
    assert enter(nobody, code=codes[1]).json == WRONG
    mine = fresh(nobody, enter(nobody, code=again[0]).json["access_token"])
    assert mine.post("/me/second-factor/totp/end", {"password": "wrong-password"}).status_code == 422
    assert mine.post("/me/second-factor/totp/end", {"password": PASSWORD}).status_code == 200
    mine = fresh(nobody, enter(nobody).json["access_token"])
    assert has(mine) == (False, 0)
    assert mine.post("/me/second-factor/recovery-codes", {"password": PASSWORD}).status_code == 404


def require(admin: Caller, role: str, needed: bool = True) -> Any:
    found = next(each for each in admin.get("/roles").json["items"] if each["code"] == role)
    return admin.patch(f"/roles/{found['id']}", {"second_factor": needed}, version=found["version"])


def test_who_holds_a_role_that_asks_for_it_sets_it_up_before_anything_else(
    nobody: Caller, admin: Caller, wang: Staff
) -> None:
    assert require(admin, "sales").json["second_factor"] is True
    opened = enter(nobody)
    assert opened.json["staff"]["limited"] == "second_factor_setup_required"
    limited = fresh(nobody, opened.json["access_token"])
    refused = limited.get("/colleagues")
    assert (refused.status_code, refused.json["code"]) == (403, "second_factor_setup_required")
    assert limited.get("/me/second-factor").json["required"] is True
    _, codes = set_up(limited)
    opened = enter(nobody, code=codes[0])
    assert opened.json["staff"]["limited"] == ""
    free = fresh(nobody, opened.json["access_token"])
    assert free.get("/colleagues").status_code == 200
    kept = free.post("/me/second-factor/totp/end", {"password": PASSWORD})
    assert (kept.status_code, kept.json["code"]) == (409, "second_factor_needed")


def test_tokens_end_when_their_holders_role_begins_to_ask_for_a_second_factor(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, wang: Staff
) -> None:
    refresh = enter(nobody).json["refresh_token"]
    before = len(service.told("auth.access_ended.v1"))
    require(admin, "sales")
    told = service.told("auth.access_ended.v1")[before:]
    assert [(each["staff_id"], each["session_id"]) for each in told] == [(str(wang.id), None)]
    renewed = nobody.post("/auth/tokens/refresh", {"refresh_token": refresh}).json
    assert renewed["staff"]["limited"] == "second_factor_setup_required"


def test_of_a_delivered_role_nothing_else_can_be_changed(service: ServiceUnderTest, admin: Caller) -> None:
    with service.unit_of_work() as ctx:
        role = ctx.session.scalars(select(Role).where(Role.code == "sales")).one()
    body = {"second_factor": True, "name_en": "Sellers"}
    assert admin.patch(f"/roles/{role.id}", body, version=role.version).json["code"] == "role_protected"


def test_the_administrator_takes_a_lost_second_factor_away_and_it_is_on_record(
    service: ServiceUnderTest, nobody: Caller, admin: Caller, mine: Caller, wang: Staff
) -> None:
    set_up(mine)
    assert admin.get(f"/staff/{wang.id}").json["second_factor"] is True
    assert admin.post(f"/staff/{wang.id}/reset-second-factor").json["second_factor"] is False
    assert enter(nobody).status_code == 200
    with service.unit_of_work() as ctx:
        actions = list(ctx.session.scalars(text("SELECT action FROM change WHERE kind = 'staff' ORDER BY id")))
        ended = ctx.session.scalars(select(OpenSession.end_reason).order_by(OpenSession.started_at)).first()
    assert actions[-2:] == ["second_factor_on", "second_factor_reset"]
    assert ended == "second_factor_reset"
    assert admin.post(f"/staff/{admin.actor.id}/reset-second-factor").json["code"] == "own_account"


def test_only_the_administrator_takes_second_factors_away(caller: As, hire: Hire, mine: Caller, wang: Staff) -> None:
    manager = caller(hire("lead", roles=["department_manager"]))
    assert manager.post(f"/staff/{wang.id}/reset-second-factor").status_code == 403
    assert mine.post(f"/staff/{wang.id}/reset-second-factor").status_code == 403


def test_the_command_line_lets_the_administrator_in_again(
    service: ServiceUnderTest, nobody: Caller, hire: Hire
) -> None:
    with service.unit_of_work() as ctx:
        given = _reset_admin(ctx)
    admin = fresh(nobody, enter(nobody, "admin", given).json["access_token"])
    begun = admin.post("/me/second-factor/totp", {"password": given}).json
    assert admin.post("/me/second-factor/totp/confirm", {"code": code_of(begun["secret"])}).status_code == 200
    assert enter(nobody, "admin", given).status_code == 401
    with service.unit_of_work() as ctx:
        given = _reset_admin(ctx)
        assert queries.staff_by_username(ctx.session, "admin") is not None
    assert enter(nobody, "admin", given).status_code == 200


def test_a_tokens_refresh_asks_for_no_second_factor_again(nobody: Caller, mine: Caller) -> None:
    secret, _ = set_up(mine)
    refresh = enter(nobody, code=code_of(secret, 1)).json["refresh_token"]
    assert nobody.post("/auth/tokens/refresh", {"refresh_token": refresh}).status_code == 200
