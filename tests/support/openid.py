"""A provider of OpenID Connect, run in the test: real HTTP, real codes, real keys; it can be told to go wrong."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc9207 import IssuerParameter
from authlib.oidc.core.grants import OpenIDCode
from authlib.oidc.core.grants.util import create_half_hash
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import ECKey, Key, KeySet, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "guanxi", "a secret of the client"
Claims = dict[str, Any]


@dataclass
class Person:
    """Somebody the provider knows. ``groups`` None: it says nothing of them."""

    subject: str
    username: str | None
    groups: list[str] | None = None
    amr: list[str] | None = None

    def get_user_id(self) -> str:
        return self.subject


@dataclass
class Client:
    """We, as the provider knows us."""

    redirect_uri: str
    auth_method: str = "client_secret_basic"
    client_id: str = CLIENT

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == self.auth_method

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code:
    """A code that was given out and not used yet."""

    code: str
    user: Person
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str:
        return self.nonce


@dataclass
class OpenIdProvider:
    """What it is, and how it behaves from now on. ``bend`` changes the claims of every ID token before it is signed;
    ``forge`` writes the token of header and claims in the place of signing it; ``instead`` answers a path otherwise."""

    host: str = "127.0.0.1"
    person: Person = field(default_factory=lambda: Person("s-1", "wang"))
    signing: str = "first"
    published: list[str] = field(default_factory=lambda: ["first", "second"])
    document: Claims = field(default_factory=dict)
    bend: Callable[[Claims], Any] = lambda claims: None
    forge: Callable[[Claims, Claims], str] | None = None
    instead: dict[str, Callable[[], Any]] = field(default_factory=dict)
    in_userinfo: tuple[str, ...] = ()
    asked: list[str] = field(default_factory=list)
    asks_first: bool = False
    """Whether somebody has to press a button before the code is given out, as at a real one."""

    def __post_init__(self) -> None:
        self.keys = dict(_keys())
        self.codes: dict[str, Code] = {}
        self.tokens: dict[str, Person] = {}
        self.clients: dict[str, Client] = {}
        self.server = make_server("127.0.0.1", 0, _app(self), threaded=True)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    @property
    def issuer(self) -> str:
        return f"http://{self.host}:{self.server.server_port}"

    def register(self, redirect_uri: str, **more: str) -> None:
        """Learn where we want people to be sent back."""
        self.clients[CLIENT] = Client(redirect_uri, **more)

    def described(self) -> Claims:
        """The document that says where everything is."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "end_session_endpoint": f"{self.issuer}/sign-out",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256", "ES256"],
            "authorization_response_iss_parameter_supported": True,
            **self.document,
        }

    def answer_to(self, address: str) -> dict[str, str]:
        """What a browser that signs in there comes back with."""
        answer = requests.get(address, allow_redirects=False, timeout=10)
        assert answer.status_code == 302, answer.text
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def claims_of(self, person: Person) -> Claims:
        """What it knows of somebody."""
        known = {"preferred_username": person.username, "groups": person.groups, "amr": person.amr}
        return {name: value for name, value in known.items() if value is not None}

    def id_token(self, code: Code, access_token: str) -> str:
        """The token about somebody, for us."""
        alg = "RS256" if self.signing == "first" else "ES256"
        now = int(time.time())
        claims: Claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": code.user.subject,
            "nonce": code.nonce,
            "iat": now,
            "exp": now + 300,
            "at_hash": create_half_hash(access_token, alg).decode(),
        }
        known = self.claims_of(code.user)
        claims |= {name: value for name, value in known.items() if name not in self.in_userinfo}
        self.bend(claims)
        header: Claims = {"alg": alg, "kid": self.signing}
        if self.forge is not None:
            return self.forge(header, claims)
        return jwt.encode(header, claims, self.keys[self.signing])

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@cache
def _keys() -> dict[str, Key]:
    """Keys of both kinds, made once a test run."""
    return {
        "first": RSAKey.generate_key(2048, {"kid": "first", "use": "sig"}),
        "second": ECKey.generate_key("P-256", {"kid": "second", "use": "sig"}),
        "third": ECKey.generate_key("P-256", {"kid": "third", "use": "sig"}),
    }


def _app(provider: OpenIdProvider) -> Flask:
    app = Flask("openid")
    server = AuthorizationServer()
    server.init_app(app, provider.clients.get, lambda token, asked: _keep(provider, token, asked.user))

    class Codes(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        def save_authorization_code(self, code: str, asked: Any) -> Code:
            said = asked.payload.data
            provider.codes[code] = Code(
                code=code,
                user=asked.user,
                redirect_uri=said["redirect_uri"],
                scope=said["scope"],
                nonce=said["nonce"],
                code_challenge=said["code_challenge"],
                code_challenge_method=said["code_challenge_method"],
            )
            return provider.codes[code]

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> Person:
            return authorization_code.user

    class Tokens(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, asked: Any) -> bool:
            return False

        def encode_id_token(self, token: Claims, asked: Any) -> str:
            return provider.id_token(asked.authorization_code, token["access_token"])

    class Issuer(IssuerParameter):  # type: ignore[misc]
        def get_issuer(self) -> str:
            return provider.issuer

    server.register_grant(Codes, [Tokens(require_nonce=True), CodeChallenge(required=True)])
    server.register_extension(Issuer())

    @app.before_request
    def note() -> Any:
        provider.asked.append(request.path)
        return provider.instead[request.path]() if request.path in provider.instead else None

    @app.get("/.well-known/openid-configuration")
    def described() -> Response:
        return jsonify(provider.described())

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(KeySet([provider.keys[kid] for kid in provider.published]).as_dict(private=False))

    @app.route("/authorize", methods=["GET", "POST"])
    def authorize() -> Any:
        if provider.asks_first and request.method == "GET":
            return '<!doctype html><title>Provider</title><form method="post"><button>Go on</button></form>'
        grant = server.get_consent_grant(end_user=provider.person)
        return server.create_authorization_response(grant_user=provider.person, grant=grant)

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/userinfo")
    def userinfo() -> Any:
        person = provider.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        if person is None:
            return Response(status=401)
        return jsonify({"sub": person.subject, **provider.claims_of(person)})

    @app.get("/sign-out")
    def sign_out() -> Any:
        return redirect(request.args["post_logout_redirect_uri"])

    return app


def _keep(provider: OpenIdProvider, token: Claims, person: Person) -> None:
    provider.tokens[token["access_token"]] = person


def garbage(content: str = "<html>", status: int = 200) -> Callable[[], Response]:
    """An answer that is none."""
    return lambda: Response(content, status=status, mimetype="text/html")


def slow(seconds: float) -> Callable[[], Any]:
    """An answer that drips: a byte now and then, for so long."""

    def drip() -> Iterator[bytes]:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            yield b" "
            time.sleep(0.1)

    return lambda: Response(drip(), mimetype="application/json")


@contextmanager
def running_provider(**options: Any) -> Iterator[OpenIdProvider]:
    """A provider, for as long as it is needed."""
    provider = OpenIdProvider(**options)
    try:
        yield provider
    finally:
        provider.close()


def new_subject() -> str:
    """A subject that nobody else in a test has."""
    return secrets.token_hex(8)
