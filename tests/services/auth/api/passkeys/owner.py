"""Somebody with a browser and passkeys in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pyotp
from sqlalchemy import select

from chassis.testing.service import Caller, ServiceUnderTest
from services.auth.store.models import SignIn, Staff
from tests.services.auth.people import PASSWORD
from tests.support.authenticator import Authenticator

REFUSED = (401, "passkey_refused")


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


def last_reason(service: ServiceUnderTest) -> str:
    with service.unit_of_work() as ctx:
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
