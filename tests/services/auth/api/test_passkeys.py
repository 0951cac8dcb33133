"""Passkeys: added with the password, a second step or the only one, and worth nothing to anybody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, text

from chassis.mail.tables import letter
from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.cli import _reset_admin
from services.auth.domain.attempts import delay_after
from services.auth.store.models import PasskeyUser, SignIn, Staff
from tests.services.auth.authenticator import PARTY, Authenticator
from tests.services.auth.conftest import PASSWORD, pass_time

Hire = Callable[..., Staff]
REFUSED = (401, "passkey_refused")


@pytest.fixture(autouse=True)
def named(service: ServiceUnderTest) -> None:
    """The house has a name, not only a number."""
    service.app.extensions["relying_party"] = PARTY


@dataclass
class Owner:
    """Somebody with a password, a browser and the passkeys in it."""

    nobody: Caller
    username: str
    token: str = ""
    codes: list[str] = field(default_factory=list)

    def enter(self) -> Any:
        """With the password alone."""
        opened = self.nobody.post("/auth/sessions", {"username": self.username, "password": PASSWORD})
        if opened.status_code == 201:
            self.token = opened.json["access_token"]
        return opened

    @property
    def me(self) -> Caller:
        return Caller(self.nobody.client, self.nobody.actor, self.token)

    def ask(self) -> Any:
        return self.me.post("/me/second-factor/passkeys", {"password": PASSWORD})

    def add(self, key: Authenticator, name: str = "Laptop", **lies: Any) -> Any:
        asked = self.ask().json
        body = {"challenge": asked["challenge"], "name": name, **key.make(asked["options"], **lies)}
        added = self.me.post("/me/second-factor/passkeys/confirm", body)
        if added.status_code == 200:
            self.codes = added.json["recovery_codes"] or self.codes
        return added

    def second(self, key: Authenticator, **lies: Any) -> Any:
        """The password, then the passkey."""
        challenge = self.enter().json["detail"]["challenge"]
        asked = self.nobody.post("/auth/sessions/second-factor/passkey/begin", {"challenge": challenge}).json
        body = {"challenge": challenge, **key.use(asked["options"], **lies)}
        return self._keep(self.nobody.post("/auth/sessions/second-factor/passkey", body))

    def alone(self, key: Authenticator, **lies: Any) -> Any:
        """The passkey and nothing else."""
        asked = self.nobody.post("/auth/sessions/passkey/begin", {}).json
        body = {"challenge": asked["challenge"], **key.use(asked["options"], **lies)}
        return self._keep(self.nobody.post("/auth/sessions/passkey", body))

    def _keep(self, opened: Any) -> Any:
        if opened.status_code == 201:
            self.token = opened.json["access_token"]
        return opened


@pytest.fixture
def wang(hire: Hire, nobody: Caller) -> Owner:
    hire("wang", "王芳", roles=["sales"])
    owner = Owner(nobody, "wang")
    owner.enter()
    return owner


def last_reason(service: ServiceUnderTest) -> str:
    with service.edge() as ctx:
        return ctx.session.scalars(select(SignIn.reason).order_by(SignIn.id.desc()).limit(1)).one()


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json["code"]


def change(ctx: Any, username: str, **values: Any) -> Staff:
    person = ctx.session.scalars(select(Staff).where(Staff.username == username)).one()
    for name, value in values.items():
        setattr(person, name, value)
    return person  # type: ignore[no-any-return]


def totp_for(owner: Owner) -> str:
    """The secret of an authenticator that the person has set up."""
    secret = owner.me.post("/me/second-factor/totp", {"password": PASSWORD}).json["secret"]
    done = owner.me.post("/me/second-factor/totp/confirm", {"code": pyotp.TOTP(secret).now()})
    assert done.status_code == 200, done.json
    owner.codes = done.json["recovery_codes"] or owner.codes
    return str(secret)


def require(admin: Caller, role: str, **values: bool) -> Any:
    found = next(each for each in admin.get("/roles").json["items"] if each["code"] == role)
    return admin.patch(f"/roles/{found['id']}", values, version=found["version"])


def test_a_new_passkey_ends_every_other_session_and_its_owner_is_told_by_mail(
    service: ServiceUnderTest, wang: Owner
) -> None:
    with service.edge() as ctx:
        change(ctx, "wang", email="wang@example.com")
    here = wang.token
    other = wang.enter().json["session"]
    wang.token = here
    assert wang.add(Authenticator()).status_code == 200
    assert said(wang.nobody.post("/auth/sessions/token", {"session": other})) == (401, "session_ended")
    with service.engine.connect() as connection:
        [(to, subject)] = connection.execute(select(letter.c.to, letter.c.subject)).all()
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
    with service.edge() as ctx:
        rows = ctx.session.execute(text("SELECT action, fields FROM change WHERE kind = 'staff' ORDER BY id")).all()
    assert tuple(rows[-2]) == ("passkey_added", {"passkey": [None, "Laptop"]})


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "RS256"])
def test_the_password_then_asks_for_the_passkey_which_opens_once(nobody: Caller, wang: Owner, algorithm: str) -> None:
    key = Authenticator(algorithm=algorithm)
    wang.add(key)
    asked = wang.enter()
    assert said(asked) == (401, "second_factor_required")
    assert asked.json["detail"]["second_factor"] == ["passkey", "recovery"]
    challenge = {"challenge": asked.json["detail"]["challenge"]}
    options = nobody.post("/auth/sessions/second-factor/passkey/begin", challenge).json["options"]
    assert [each["id"] for each in options["allowCredentials"]] == [key.id]
    answer = {**challenge, **key.use(options)}
    opened = nobody.post("/auth/sessions/second-factor/passkey", answer)
    assert opened.status_code == 201
    wang.token = opened.json["access_token"]
    assert wang.me.get("/me").json["username"] == "wang"
    assert said(nobody.post("/auth/sessions/second-factor/passkey", answer)) == (401, "challenge_ended")


def test_as_a_second_step_a_passkey_need_not_know_its_person(wang: Owner) -> None:
    key = Authenticator(verifies=False)
    wang.add(key)
    assert wang.second(key).status_code == 201


def test_a_passkey_alone_signs_in_without_name_and_password(
    service: ServiceUnderTest, nobody: Caller, wang: Owner
) -> None:
    key = Authenticator()
    wang.add(key)
    asked = nobody.post("/auth/sessions/passkey/begin", {}).json
    assert (asked["options"]["allowCredentials"], asked["options"]["userVerification"]) == ([], "required")
    assert asked["expires_in"] == 300
    answer = {"challenge": asked["challenge"], **key.use(asked["options"])}
    opened = nobody.post("/auth/sessions/passkey", answer)
    assert (opened.status_code, opened.json["staff"]["username"]) == (201, "wang")
    assert last_reason(service) == ""
    assert said(nobody.post("/auth/sessions/passkey", answer)) == (401, "challenge_ended")


def test_alone_it_must_know_who_uses_it(service: ServiceUnderTest, wang: Owner) -> None:
    key = Authenticator(verifies=False)
    wang.add(key)
    assert said(wang.alone(key)) == (401, "passkey_unverified")
    assert last_reason(service) == "passkey_unverified"


@pytest.mark.parametrize(
    "lie",
    [
        {"origin": "https://guanxi.example.net"},
        {"rp_id": "guanxi.example.net"},
        {"type": "webauthn.create"},
        {"user_handle": "YW5vdGhlcg"},
        {"user_handle": ""},
    ],
)
def test_an_answer_for_somebody_else_is_refused_and_on_record(
    service: ServiceUnderTest, wang: Owner, lie: dict[str, str]
) -> None:
    key = Authenticator()
    wang.add(key)
    assert said(wang.alone(key, **lie)) == REFUSED
    assert last_reason(service) == "wrong_passkey"


def test_an_answer_to_another_challenge_is_refused_and_its_own_is_over(nobody: Caller, wang: Owner) -> None:
    key = Authenticator()
    wang.add(key)
    first, second = (nobody.post("/auth/sessions/passkey/begin", {}).json for _ in range(2))
    answer = key.use(first["options"])
    assert said(nobody.post("/auth/sessions/passkey", {"challenge": second["challenge"], **answer})) == REFUSED
    right = {"challenge": second["challenge"], **key.use(second["options"])}
    assert said(nobody.post("/auth/sessions/passkey", right)) == (401, "challenge_ended")
    assert nobody.post("/auth/sessions/passkey", {"challenge": first["challenge"], **answer}).status_code == 201


def test_a_challenge_is_good_for_one_purpose_and_five_minutes(
    service: ServiceUnderTest, nobody: Caller, wang: Owner
) -> None:
    key = Authenticator()
    wang.add(key)
    challenge = wang.enter().json["detail"]["challenge"]
    asked = nobody.post("/auth/sessions/second-factor/passkey/begin", {"challenge": challenge}).json
    crossed = {"challenge": challenge, **key.use(asked["options"])}
    assert said(nobody.post("/auth/sessions/passkey", crossed)) == (401, "challenge_ended")
    late = nobody.post("/auth/sessions/passkey/begin", {}).json
    pass_time(service, 301)
    body = {"challenge": late["challenge"], **key.use(late["options"])}
    assert said(nobody.post("/auth/sessions/passkey", body)) == (401, "challenge_ended")


def test_somebody_elses_passkey_is_no_second_step(service: ServiceUnderTest, hire: Hire, wang: Owner) -> None:
    hire("zhang", "张伟", roles=["sales"])
    zhang = Owner(wang.nobody, "zhang")
    zhang.enter()
    hers, his = Authenticator(), Authenticator()
    wang.add(hers)
    zhang.add(his)
    assert said(wang.second(his)) == REFUSED
    assert said(wang.second(his, credential_id=hers.id, user_handle=hers.user_handle)) == REFUSED
    with service.edge() as ctx:
        tried = ctx.session.execute(select(SignIn.username, SignIn.reason).order_by(SignIn.id.desc()).limit(1)).one()
        handles = ctx.session.scalars(select(PasskeyUser.handle)).all()
        ids = [str(person.id) for person in ctx.session.scalars(select(Staff))]
    assert tuple(tried) == ("wang", "wrong_passkey")
    assert sorted(handles) == sorted([hers.user_handle, his.user_handle])
    assert not set(handles) & set(ids)


def test_a_counter_that_goes_back_is_refused_and_on_record(service: ServiceUnderTest, wang: Owner) -> None:
    key = Authenticator(counter=7)
    wang.add(key)
    assert wang.alone(key).status_code == 201
    key.counter = 7
    assert said(wang.alone(key)) == (401, "passkey_copied")
    assert last_reason(service) == "passkey_copied"
    assert wang.alone(key).status_code == 201


def test_wrong_answers_count_like_wrong_passwords(service: ServiceUnderTest, nobody: Caller, wang: Owner) -> None:
    key = Authenticator()
    wang.add(key)
    for number in range(10):
        assert said(wang.alone(key, origin="https://evil.example")) == REFUSED
        pass_time(service, delay_after(number + 1).total_seconds())
    assert said(wang.alone(key)) == (429, "too_many_attempts")
    assert said(wang.enter()) == (429, "too_many_attempts")


def test_wrong_answers_end_the_second_step(service: ServiceUnderTest, nobody: Caller, wang: Owner) -> None:
    key = Authenticator()
    wang.add(key)
    challenge = wang.enter().json["detail"]["challenge"]
    begin = "/auth/sessions/second-factor/passkey/begin"
    options = nobody.post(begin, {"challenge": challenge}).json["options"]
    for number in range(5):
        wrong = {"challenge": challenge, **key.use(options, rp_id="evil.example")}
        assert said(nobody.post("/auth/sessions/second-factor/passkey", wrong)) == REFUSED
        pass_time(service, delay_after(number + 1).total_seconds())
    assert said(nobody.post(begin, {"challenge": challenge})) == (401, "challenge_ended")


def test_a_passkey_that_nobody_has_is_refused(service: ServiceUnderTest, wang: Owner) -> None:
    stranger = Authenticator(user_handle="bm9ib2R5")
    assert said(wang.alone(stranger)) == REFUSED
    assert last_reason(service) == "wrong_passkey"


def test_a_disabled_person_does_not_sign_in_with_it(service: ServiceUnderTest, wang: Owner) -> None:
    key = Authenticator()
    wang.add(key)
    with service.edge() as ctx:
        change(ctx, "wang", active=False)
    assert said(wang.alone(key)) == REFUSED
    assert last_reason(service) == "disabled"


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
    with service.edge() as ctx:
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
    with service.edge() as ctx:
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
    with service.edge() as ctx:
        given = _reset_admin(ctx, passkeys_offered=False)
    body = {"username": "admin", "password": given}
    token = nobody.post("/auth/tokens", body).json["access_token"]
    again = Caller(nobody.client, nobody.actor, token)
    mine = again.get("/me/second-factor").json
    assert (mine["required"], mine["passkey_required"]) == (True, False)


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
