"""The auth service's HTTP process."""

from __future__ import annotations

import os

from flask import Flask
from sqlalchemy import Engine

from chassis.audit.records import Records
from chassis.auth.relying_party import relying_party
from chassis.auth.sealing import SecretBox
from chassis.auth.tokens import TokenSigner
from chassis.clock import Clock, utc_now
from chassis.http import create_api
from contracts.masking import mask_changes
from services.auth.api import auth, departments, me, passkeys, roles, second_factors, sessions, staff
from services.auth.api_tokens.api import api_tokens
from services.auth.backups.api import backups
from services.auth.oidc.api import oidc
from services.auth.oidc.domain.oidc import Trust
from services.auth.oidc.provider import Provider
from services.auth.resets.api import links, requests
from services.auth.reviews.api import reviews
from services.auth.settings import Settings
from services.auth.store.models import Base
from services.auth.store.queries import names_of_people, people_named

APIS = (
    auth.api,
    me.api,
    second_factors.api,
    passkeys.api,
    oidc.api,
    sessions.api,
    api_tokens.api,
    staff.api,
    links.api,
    requests.api,
    departments.api,
    roles.api,
    reviews.api,
    backups.api,
)
CONSTRAINT_CODES = {
    "uq_staff_username": ("username", "already_taken"),
    "uq_role_code": ("code", "already_taken"),
    "uq_department_parent_id_name": ("name", "already_taken"),
}
RECORDS = Records(
    base=Base,
    names=("username", "code", "name"),
    mask=mask_changes,
    people=people_named,
    names_of_people=names_of_people,
)


def create_app(settings: Settings | None = None, engine: Engine | None = None, clock: Clock = utc_now) -> Flask:
    """The app; settings come from the environment unless given."""
    settings = settings or Settings.from_env(os.environ)
    app = create_api(
        settings,
        title="Guanxi staff and access",
        apis=APIS,
        constraint_codes=CONSTRAINT_CODES,
        engine=engine,
        records=RECORDS,
        clock=clock,
    )
    app.extensions["signer"] = TokenSigner(settings.auth_signing_keys_file)
    app.extensions["relying_party"] = relying_party(settings.public_url)
    app.extensions["secret_box"] = SecretBox(settings.auth_factor_key_file)
    app.extensions["provider"] = _provider(settings, clock)
    return app


def _provider(settings: Settings, clock: Clock) -> Provider | None:
    """The provider that people may sign in through, if there is one."""
    if not settings.oidc_issuer:
        return None
    trust = Trust(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        username_claim=settings.oidc_username_claim,
        groups_claim=settings.oidc_groups_claim,
        second_factor=settings.oidc_second_factor_trusted,
    )
    return Provider(
        trust,
        client_secret=settings.oidc_client_secret,
        scopes=settings.oidc_scopes,
        public_url=settings.public_url,
        clock=clock,
    )
