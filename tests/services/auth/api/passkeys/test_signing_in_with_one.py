"""A passkey is a second step or the only one, and worth nothing to anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.domain.attempts import delay_after
from services.auth.store.models import PasskeyUser, SignIn, Staff
from tests.services.auth.api.passkeys.owner import REFUSED, Owner, change, last_reason, said
from tests.services.auth.people import Hire
from tests.support.authenticator import Authenticator


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
    service.clock.advance(timedelta(seconds=301))
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
    with service.unit_of_work() as ctx:
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
        service.clock.advance(delay_after(number + 1))
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
        service.clock.advance(delay_after(number + 1))
    assert said(nobody.post(begin, {"challenge": challenge})) == (401, "challenge_ended")


def test_a_passkey_that_nobody_has_is_refused(service: ServiceUnderTest, wang: Owner) -> None:
    stranger = Authenticator(user_handle="bm9ib2R5")
    assert said(wang.alone(stranger)) == REFUSED
    assert last_reason(service) == "wrong_passkey"


def test_a_disabled_person_does_not_sign_in_with_it(service: ServiceUnderTest, wang: Owner) -> None:
    key = Authenticator()
    wang.add(key)
    with service.unit_of_work() as ctx:
        change(ctx, "wang", active=False)
    assert said(wang.alone(key)) == REFUSED
    assert last_reason(service) == "disabled"
