"""What the hash of a password costs whoever guesses, and whoever signs in."""

from __future__ import annotations

from collections.abc import Callable

from argon2 import PasswordHasher

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import Credential, Staff
from services.auth.usecases import passwords
from tests.services.auth.people import PASSWORD


def test_a_password_is_hashed_with_at_least_what_owasp_asks_for(hashed_in_earnest: str) -> None:
    assert hashed_in_earnest.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_a_hash_of_another_cost_is_made_anew_at_the_next_sign_in(
    service: ServiceUnderTest, hire: Callable[..., Staff], nobody: Caller
) -> None:
    wang = hire("wang", "王芳")
    old = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    with service.unit_of_work() as ctx:
        ctx.session.get_one(Credential, wang.id).password_hash = old
    wrong = nobody.post("/auth/tokens", {"username": "wang", "password": "wrong-password"})
    assert wrong.status_code == 401
    assert kept(service, wang) == old
    assert nobody.post("/auth/tokens", {"username": "wang", "password": PASSWORD}).status_code == 200
    assert not passwords._hasher.check_needs_rehash(kept(service, wang))


def kept(service: ServiceUnderTest, person: Staff) -> str:
    with service.unit_of_work() as ctx:
        return ctx.session.get_one(Credential, person.id).password_hash
