"""Signing in through a provider of OpenID Connect: what of its answers is believed, and what follows from them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from authlib.oidc.core import CodeIDToken
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError

from chassis.errors import Refused
from services.auth.domain.sessions import new_secret

ALGORITHMS = tuple(f"{kind}{bits}" for kind in ("RS", "PS", "ES") for bits in (256, 384, 512))
"""What an ID token may be signed with: never ``none``, and nothing whose key signs as well as it verifies."""

FLOW_LIFETIME = timedelta(minutes=5)
LEEWAY_SECONDS = 60
"""How far the provider's clock and ours may be apart."""

LONGEST_SUBJECT = 255
_MARK = "oidc:"
_KNOWLEDGE = frozenset({"pwd", "pin", "kba"})
_POSSESSION = frozenset({"otp", "hwk", "swk", "sms", "tel", "sc"})
_INHERENCE = frozenset({"fpt", "face", "iris", "retina", "vbm"})


class OidcNotSetUp(Refused):
    """This house has no provider."""

    code = "oidc_not_set_up"


class OidcUnavailable(Refused):
    """The provider does not answer, or nothing that can be used; ``detail["reason"]`` says which. The try stays on
    record."""

    code = "oidc_unavailable"
    kept = True


class OidcEnded(Refused):
    """The sign-in was begun too long ago, in another browser, or was brought to its end: begin again."""

    code = "oidc_ended"
    status = 401


class OidcRefused(Refused):
    """What came back from the provider is not believed, or the provider said no; ``detail["reason"]`` says what was
    wrong. The try stays on record."""

    code = "oidc_refused"
    status = 401
    kept = True


class OidcUnknownAccount(Refused):
    """The provider knows who it is, and nobody here has this user name. The try stays on record."""

    code = "oidc_unknown_account"
    status = 401
    kept = True


class OidcOtherAccount(Refused):
    """The account of this user name belongs to somebody else at the provider. The try stays on record."""

    code = "oidc_other_account"
    status = 401
    kept = True


class OidcDutiesConflict(Refused):
    """The provider's groups give roles that nobody may hold together. Nothing is changed; the try stays on record."""

    code = "oidc_duties_conflict"
    status = 401
    kept = True


@dataclass(frozen=True, kw_only=True)
class Trust:
    """Whom this house believes, as whom it speaks there, and which claims say who somebody is. ``second_factor``: also
    that the provider has asked for more than one factor."""

    issuer: str
    client_id: str
    username_claim: str = "preferred_username"
    groups_claim: str = "groups"
    second_factor: bool = False


@dataclass(frozen=True, kw_only=True)
class Flow:
    """A sign-in that was begun: what the browser has to bring back, what the ID token has to say, and the secret that
    the code is exchanged with (PKCE)."""

    state: str
    nonce: str
    verifier: str
    begun_at: datetime


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """Where a provider is asked what. ``says_issuer``: every answer of it names who answers (RFC 9207).
    ``client_auth``: how the exchange is signed."""

    authorization: str
    token: str
    keys: str
    userinfo: str
    end_session: str
    says_issuer: bool
    client_auth: str


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Somebody, as a provider knows them. ``subject`` never changes; ``username`` may, and is '' when it was not said.
    ``strong``: proved by more than one factor."""

    issuer: str
    subject: str
    username: str
    groups: tuple[str, ...]
    strong: bool


@dataclass(frozen=True, kw_only=True)
class GroupRole:
    """A role that is given by groups of the provider."""

    code: str
    groups: frozenset[str]
    active: bool


def new_flow(now: datetime) -> Flow:
    """A sign-in that begins now."""
    return Flow(state=new_secret(), nonce=new_secret(), verifier=new_secret(), begun_at=now)


def write_flow(flow: Flow) -> str:
    """A flow as a text, to be sealed."""
    return _MARK + json.dumps([flow.state, flow.nonce, flow.verifier, flow.begun_at.timestamp()])


def read_flow(text: str, *, state: str, now: datetime) -> Flow:
    """The flow, if it is one, is not over, and the browser came back with its state; OidcEnded otherwise."""
    if not text.startswith(_MARK):
        raise OidcEnded()
    known, nonce, verifier, begun = json.loads(text.removeprefix(_MARK))
    begun_at = datetime.fromtimestamp(begun, tz=now.tzinfo)
    if not compare_digest(known.encode(), state.encode()) or not begun_at <= now < begun_at + FLOW_LIFETIME:
        raise OidcEnded()
    return Flow(state=known, nonce=nonce, verifier=verifier, begun_at=begun_at)


def is_safe_address(address: str) -> bool:
    """Whether an address of a provider can be used: with https; without only on this very machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(host)))


def is_loopback(host: str) -> bool:
    """Whether a host is this very machine."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def endpoints_of(document: Mapping[str, Any], issuer: str, *, secret: bool) -> Endpoints:
    """What a provider's document says of it. Raises OidcUnavailable when it is another one's, or lacks something."""
    if document.get("issuer") != issuer:
        raise OidcUnavailable(reason="other_issuer")
    return Endpoints(
        authorization=_address(document, "authorization_endpoint"),
        token=_address(document, "token_endpoint"),
        keys=_address(document, "jwks_uri"),
        userinfo=_address(document, "userinfo_endpoint", needed=False),
        end_session=_address(document, "end_session_endpoint", needed=False),
        says_issuer=document.get("authorization_response_iss_parameter_supported") is True,
        client_auth=_client_auth(document.get("token_endpoint_auth_methods_supported")) if secret else "none",
    )


def _address(document: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
    address = document.get(name) or ""
    if address == "" and not needed:
        return ""
    if not isinstance(address, str) or not is_safe_address(address):
        raise OidcUnavailable(reason="garbage")
    return address


def _client_auth(supported: object) -> str:
    known = supported if isinstance(supported, list) else []
    return "client_secret_post" if "client_secret_post" in known and "client_secret_basic" not in known else _BASIC


_BASIC = "client_secret_basic"


def require_issuer(given: str, endpoints: Endpoints, trust: Trust) -> None:
    """Refuse an answer that another provider gave, or one that does not say who gave it where it has to.
    Raises OidcRefused."""
    if (given or endpoints.says_issuer) and given != trust.issuer:
        raise OidcRefused(reason="issuer")


def require_claims(
    claims: Mapping[str, Any], header: Mapping[str, Any], *, trust: Trust, nonce: str, access_token: str, now: datetime
) -> None:
    """Refuse an ID token, whose signature is right, that is of another issuer, for somebody else, over, not yet good,
    not for this sign-in, or not of this access token. Raises OidcRefused."""
    options: dict[str, Any] = {
        "iss": {"essential": True, "value": trust.issuer},
        "aud": {"essential": True, "value": trust.client_id},
        "sub": {"essential": True},
    }
    params = {"nonce": nonce, "client_id": trust.client_id, "access_token": access_token}
    token = CodeIDToken(dict(claims), dict(header), options=options, params=params)
    try:
        token.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    except ExpiredTokenError:
        raise OidcRefused(reason="expired") from None
    except ClaimError as error:
        raise OidcRefused(reason=str(getattr(error, "claim", "") or "claims")[:40]) from None
    except (JoseError, TypeError, ValueError, AttributeError):
        raise OidcRefused(reason="claims") from None
    if len(claims["sub"]) > LONGEST_SUBJECT:
        raise OidcRefused(reason="sub")


def lacks_claims(claims: Mapping[str, Any], trust: Trust) -> bool:
    """Whether the ID token leaves something to be asked for."""
    return trust.username_claim not in claims or trust.groups_claim not in claims


def identity_of(claims: Mapping[str, Any], trust: Trust) -> Identity:
    """Who somebody is. Without the claim somebody has no groups; but where the provider says that it left them out,
    because there are too many, nothing is guessed: OidcRefused."""
    left_out = claims.get("_claim_names")
    if isinstance(left_out, Mapping) and trust.groups_claim in left_out:
        raise OidcRefused(reason="groups_left_out")
    username = claims.get(trust.username_claim)
    named = claims.get(trust.groups_claim, ())
    groups = [named] if isinstance(named, str) else named if isinstance(named, list | tuple) else ()
    return Identity(
        issuer=trust.issuer,
        subject=claims["sub"],
        username=username if isinstance(username, str) else "",
        groups=tuple(dict.fromkeys(each for each in groups if isinstance(each, str))),
        strong=trust.second_factor and is_strong(claims.get("amr")),
    )


def is_strong(amr: object) -> bool:
    """Whether the methods that a provider names (RFC 8176) are of more than one kind: what one knows, has, is."""
    named = {each for each in amr if isinstance(each, str)} if isinstance(amr, list) else set()
    kinds = [kind for kind in (_KNOWLEDGE, _POSSESSION, _INHERENCE) if not kind.isdisjoint(named)]
    return "mfa" in named or len(kinds) > 1


def roles_by_groups(held: Sequence[str], governed: Iterable[GroupRole], groups: Iterable[str]) -> list[str]:
    """The roles that somebody of these groups has: of those that groups give exactly these, of the others those that
    were given by hand."""
    named = frozenset(groups)
    roles = list(governed)
    given = [role.code for role in roles if role.active and not role.groups.isdisjoint(named)]
    by_group = {role.code for role in roles}
    kept = [code for code in held if code not in by_group or code in given]
    return kept + [code for code in given if code not in held]
