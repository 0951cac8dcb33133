"""The provider of OpenID Connect, asked over HTTP. Nothing here knows a database: no transaction waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import BoundedSemaphore, Lock
from time import monotonic
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode, urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError, UnsupportedAlgorithmError
from joserfc.jwk import JWKRegistry, KeySet
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError

from chassis.clock import Clock, utc_now
from chassis.logs import get_logger
from chassis.settings import SettingsError
from services.auth.oidc.domain import oidc as rules
from services.auth.oidc.domain.oidc import Endpoints, Flow, Identity, OidcRefused, OidcUnavailable, Trust

log = get_logger(__name__)
T = TypeVar("T")
CONNECT_SECONDS, READ_SECONDS = 2.0, 5.0
WHOLE_SECONDS = 8.0
"""How long one answer may take, however slowly it drips."""
LARGEST = 512 * 1024
REMEMBERED_SECONDS = 3600.0
"""How long the provider's document and keys are believed without asking again."""
KEYS_AGAIN_SECONDS = 10.0
"""How often, at most, its keys are asked for because a token names one that is not known."""
DOWN_SECONDS = 3.0
"""For how long it is not asked again after it gave no answer."""
AT_ONCE, QUEUE_SECONDS = 4, 0.5
"""So many requests wait for the provider at the same time, and others so long for their turn: the rest of the threads
are for whoever signs in otherwise."""


class Provider:
    """One provider, and what is known of it. Thread-safe. Raises SettingsError when it cannot be used like this."""

    def __init__(
        self, trust: Trust, *, client_secret: str, scopes: str, public_url: str, clock: Clock = utc_now
    ) -> None:
        if not rules.is_safe_address(trust.issuer):
            raise SettingsError("OIDC_ISSUER has to begin with https:// (or be on this very machine)")
        if not trust.client_id or "openid" not in scopes.split():
            raise SettingsError("OIDC_CLIENT_ID is needed, and openid in OIDC_SCOPES")
        self.trust = trust
        self._secret, self._scopes = client_secret, scopes
        self._clock = clock
        self._home = public_url.rstrip("/")
        self._local = rules.is_loopback(urlsplit(trust.issuer).hostname or "")
        self._waiting = BoundedSemaphore(AT_ONCE)
        self._endpoints: _Known[Endpoints] = _Known(self._ask_endpoints)
        self._keys: _Known[KeySet] = _Known(self._ask_keys)

    def address_for(self, flow: Flow) -> str:
        """Where the browser goes to sign in. Raises OidcUnavailable."""
        with self._turn(), self._session() as session:
            address, _state = session.create_authorization_url(
                self._endpoints.get().authorization, state=flow.state, nonce=flow.nonce, code_verifier=flow.verifier
            )
        return str(address)

    def sign_out_address(self) -> str:
        """Where the browser can sign out of the provider, too; '' when there is no such place. Asks nobody."""
        known = self._endpoints.known()
        if known is None or not known.end_session:
            return ""
        back = {"client_id": self.trust.client_id, "post_logout_redirect_uri": f"{self._home}/sign-in"}
        return known.end_session + ("&" if "?" in known.end_session else "?") + urlencode(back)

    def identify(self, flow: Flow, *, code: str, issuer: str) -> Identity:
        """Who came back with a code. Raises OidcRefused, or OidcUnavailable."""
        with self._turn():
            endpoints = self._endpoints.get()
            rules.require_issuer(issuer, endpoints, self.trust)
            token = self._exchange(endpoints, flow, code)
            claims = self._believed(token, flow)
            if rules.lacks_claims(claims, self.trust) and endpoints.userinfo and token.get("access_token"):
                claims = {**self._userinfo(endpoints, token["access_token"], claims["sub"]), **claims}
            return rules.identity_of(claims, self.trust)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._waiting.acquire(timeout=QUEUE_SECONDS):
            raise OidcUnavailable(reason="busy")
        try:
            yield
        finally:
            self._waiting.release()

    def _exchange(self, endpoints: Endpoints, flow: Flow, code: str) -> dict[str, Any]:
        with self._session(endpoints.client_auth) as session:
            try:
                answer = session.fetch_token(
                    endpoints.token,
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=flow.verifier,
                    allow_redirects=False,
                )
            except OAuthError as error:
                raise OidcRefused(reason="exchange", error=str(error.error)[:40]) from None
            except (requests.RequestException, ValueError, TypeError) as error:
                raise _no_answer("token", error) from None
        return dict(answer)

    def _believed(self, token: dict[str, Any], flow: Flow) -> dict[str, Any]:
        """The claims of the ID token, if it is the provider's and for this sign-in."""
        text = token.get("id_token")
        if not isinstance(text, str):
            raise OidcRefused(reason="no_id_token")
        try:
            try:
                decoded = jwt.decode(text, self._keys.get(), algorithms=rules.ALGORITHMS)
            except InvalidKeyIdError:
                decoded = jwt.decode(text, self._keys.get(again=KEYS_AGAIN_SECONDS), algorithms=rules.ALGORITHMS)
        except UnsupportedAlgorithmError:
            raise OidcRefused(reason="algorithm") from None
        except InvalidKeyIdError:
            raise OidcRefused(reason="unknown_key") from None
        except BadSignatureError:
            raise OidcRefused(reason="signature") from None
        except (JoseError, ValueError, TypeError, KeyError):
            raise OidcRefused(reason="unreadable") from None
        rules.require_claims(
            decoded.claims,
            decoded.header,
            trust=self.trust,
            nonce=flow.nonce,
            access_token=str(token.get("access_token") or ""),
            now=self._clock(),
        )
        return decoded.claims

    def _userinfo(self, endpoints: Endpoints, access_token: str, subject: str) -> dict[str, Any]:
        said = self._fetch(endpoints.userinfo, {"Authorization": f"Bearer {access_token}"})
        if said.get("sub") != subject:
            raise OidcRefused(reason="userinfo")
        return said

    def _ask_endpoints(self) -> Endpoints:
        document = self._fetch(self.trust.issuer.rstrip("/") + "/.well-known/openid-configuration")
        return rules.endpoints_of(document, self.trust.issuer, secret=bool(self._secret))

    def _ask_keys(self) -> KeySet:
        found = self._fetch(self._endpoints.get().keys).get("keys")
        keys = []
        for each in found if isinstance(found, list) else []:
            try:
                if each.get("kty") in {"RSA", "EC"}:  # a key that is no secret; others are of no use here
                    keys.append(JWKRegistry.import_key(each))
            except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
                log.warning("oidc_key_unreadable", error=type(error).__name__)
        if not keys:
            raise OidcUnavailable(reason="garbage")
        return KeySet(keys)

    def _fetch(self, address: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
        asked = {"Accept": "application/json", **(headers or {})}
        with self._session() as session:
            try:
                answer = session.request("GET", address, headers=asked, withhold_token=True, allow_redirects=False)
                said = answer.json() if answer.status_code == 200 else None
            except (requests.RequestException, ValueError) as error:
                raise _no_answer(urlsplit(address).path, error) from None
        if not isinstance(said, dict):
            log.warning("oidc_unavailable", asked=urlsplit(address).path, status=answer.status_code)
            raise OidcUnavailable(reason="garbage")
        return said

    def _session(self, client_auth: str | None = None) -> Any:
        session = OAuth2Session(
            self.trust.client_id,
            self._secret or None,
            scope=self._scopes,
            redirect_uri=f"{self._home}/sign-in/oidc/callback",
            token_endpoint_auth_method=client_auth,
            code_challenge_method="S256",
            default_timeout=(CONNECT_SECONDS, READ_SECONDS),
            trust_env=not self._local,  # no proxy stands between us and this very machine
        )
        for scheme in ("https://", "http://"):
            session.mount(scheme, _Bounded())
        return session


class _Known(Generic[T]):
    """Something of the provider's that is asked for and then believed for a while. While it gives no answer it is left
    alone for a moment, so that nobody waits for it in a row."""

    def __init__(self, ask: Callable[[], T]) -> None:
        self._ask = ask
        self._lock = Lock()
        self._value: T | None = None
        self._until = self._asked_again = self._down_until = float("-inf")

    def known(self) -> T | None:
        return self._value

    def get(self, *, again: float | None = None) -> T:
        """The value. ``again``: asked for anew, unless that was done less than so many seconds ago.
        Raises OidcUnavailable."""
        with self._lock:
            now = monotonic()
            renew = again is not None and now >= self._asked_again + again
            if self._value is not None and now < self._until and not renew:
                return self._value
            if now < self._down_until:
                raise OidcUnavailable(reason="no_answer")
            if renew:
                self._asked_again = now
            try:
                self._value = self._ask()
            except OidcUnavailable:
                self._down_until = monotonic() + DOWN_SECONDS
                raise
            self._until = monotonic() + REMEMBERED_SECONDS
            return self._value


class _Bounded(HTTPAdapter):
    """Answers are read whole, up to a size and for a time."""

    def send(self, request: requests.PreparedRequest, *rest: Any, **more: Any) -> requests.Response:
        end = monotonic() + WHOLE_SECONDS
        request.headers["Accept-Encoding"] = "identity"  # what is small when it comes stays so
        answer = super().send(request, *rest, **{**more, "stream": True})
        body = BytesIO()
        try:
            while piece := answer.raw.read1(64 * 1024, decode_content=False):
                body.write(piece)
                if body.tell() > LARGEST or monotonic() > end:
                    raise requests.exceptions.ReadTimeout("the answer is too long, or takes too long")
        except HTTPError as error:
            raise requests.exceptions.ConnectionError(error) from error
        finally:
            answer.raw.close()
        body.seek(0)
        answer.raw = body
        return answer


def _no_answer(asked: str, error: Exception) -> OidcUnavailable:
    log.warning("oidc_unavailable", asked=asked, error=type(error).__name__)
    return OidcUnavailable(reason="garbage" if isinstance(error, ValueError) else "no_answer")
