"""An authenticator made of software: it answers a browser's questions as a real one does, and lies where told."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from chassis.auth.relying_party import RelyingParty

PARTY = RelyingParty(id="localhost", origin="http://localhost:8000")
PRESENT, VERIFIED, SYNCED, BACKED_UP, ATTESTED = 0x01, 0x04, 0x08, 0x10, 0x40
Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey


def new_key(algorithm: str) -> Key:
    """A key of one of the algorithms that are asked for, or of one that is not (ES384)."""
    match algorithm:
        case "ES256":
            return ec.generate_private_key(ec.SECP256R1())
        case "ES384":
            return ec.generate_private_key(ec.SECP384R1())
        case "EdDSA":
            return ed25519.Ed25519PrivateKey.generate()
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _number(value: int) -> bytes:
    return value.to_bytes((value.bit_length() + 7) // 8, "big")


@dataclass
class Authenticator:
    """One passkey: made by ``make``, used by ``use``. ``counter`` None counts nothing, as synced ones do."""

    algorithm: str = "ES256"
    counter: int | None = 0
    verifies: bool = True
    synced: bool = False
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    user_handle: str = ""

    def __post_init__(self) -> None:
        self.key = new_key(self.algorithm)

    @property
    def id(self) -> str:
        return bytes_to_base64url(self.credential_id)

    def make(self, options: dict[str, Any], *, origin: str = PARTY.origin, **lies: Any) -> dict[str, Any]:
        """The answer to the options of a creation."""
        self.user_handle = options["user"]["id"]
        attested = bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + self._cose()
        data = self._data(lies.get("rp_id", options["rp"]["id"]), ATTESTED) + attested
        statement = {"fmt": lies.get("fmt", "none"), "attStmt": {}, "authData": data}
        return {
            "credential_id": lies.get("credential_id", self.id),
            "client_data": self._client_data(lies.get("type", "webauthn.create"), options["challenge"], origin),
            "attestation": bytes_to_base64url(cbor2.dumps(statement)),
            "transports": ["internal", "hybrid"],
        }

    def use(self, options: dict[str, Any], *, origin: str = PARTY.origin, **lies: Any) -> dict[str, Any]:
        """The answer to the options of a proof."""
        if self.counter is not None:
            self.counter += 1
        client_data = self._client_data(lies.get("type", "webauthn.get"), options["challenge"], origin)
        data = self._data(lies.get("rp_id", options["rpId"]))
        signature = self._sign(data + hashlib.sha256(base64url_to_bytes(client_data)).digest())
        return {
            "credential_id": lies.get("credential_id", self.id),
            "client_data": client_data,
            "authenticator_data": bytes_to_base64url(data),
            "signature": bytes_to_base64url(signature),
            "user_handle": lies.get("user_handle", self.user_handle),
        }

    def _client_data(self, kind: str, challenge: str, origin: str) -> str:
        said = {"type": kind, "challenge": challenge, "origin": origin, "crossOrigin": False}
        return bytes_to_base64url(json.dumps(said).encode())

    def _data(self, rp_id: str, more: int = 0) -> bytes:
        flags = PRESENT | more | (VERIFIED if self.verifies else 0) | (SYNCED | BACKED_UP if self.synced else 0)
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + (self.counter or 0).to_bytes(4, "big")

    def _cose(self) -> bytes:
        public = self.key.public_key()
        if isinstance(public, ed25519.Ed25519PublicKey):
            return cbor2.dumps({1: 1, 3: -8, -1: 6, -2: public.public_bytes_raw()})
        if isinstance(public, rsa.RSAPublicKey):
            numbers = public.public_numbers()
            return cbor2.dumps({1: 3, 3: -257, -1: _number(numbers.n), -2: _number(numbers.e)})
        point = public.public_numbers()
        size = (public.curve.key_size + 7) // 8
        kind, curve = (-7, 1) if size == 32 else (-35, 2)
        return cbor2.dumps(
            {1: 2, 3: kind, -1: curve, -2: point.x.to_bytes(size, "big"), -3: point.y.to_bytes(size, "big")}
        )

    def _sign(self, data: bytes) -> bytes:
        if isinstance(self.key, ed25519.Ed25519PrivateKey):
            return self.key.sign(data)
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))
