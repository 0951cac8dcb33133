"""Passkeys (WebAuthn, level 3): what a browser is asked, and whether its answer proves anything.

The secret of the challenge (usecases.challenges) is what the passkey signs, so an answer belongs to one proof that was
begun here.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_attestation_object
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AttestationFormat,
    AuthenticationCredential,
    AuthenticatorAssertionResponse,
    AuthenticatorAttestationResponse,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    RegistrationCredential,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from chassis.auth.relying_party import RelyingParty
from services.auth.domain.second_factors import CHALLENGE_LIFETIME, ISSUER

MOST_PASSKEYS = 20
"""So many one person can have."""

ALGORITHMS = [
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
_FORMATS = (AttestationFormat.NONE, AttestationFormat.PACKED)
"""How a new passkey may vouch for itself: no vouching is asked for, and a browser lets nothing else through."""

_HANDLE_BYTES = 32
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+")
_TRANSPORTS = {transport.value for transport in AuthenticatorTransport}


class NotProved(Exception):
    """The answer does not prove what it should; the message says to the log why. Nothing of it is a secret."""


@dataclass(frozen=True, kw_only=True)
class NewPasskey:
    """A passkey that its browser has just made. ``synced``: it can be on several devices; ``backed_up``: it is."""

    credential_id: str
    public_key: bytes = field(repr=False)
    sign_count: int
    synced: bool
    backed_up: bool


@dataclass(frozen=True, kw_only=True)
class Use:
    """What a passkey said of itself when it was used. ``verified``: it knew who used it, by a finger, a face, a PIN."""

    sign_count: int
    backed_up: bool
    verified: bool


def new_user_handle() -> str:
    """What a passkey keeps of whose it is: random, so that it tells nobody anything."""
    return bytes_to_base64url(secrets.token_bytes(_HANDLE_BYTES))


def is_base64url(text: str) -> bool:
    """Whether a text is bytes as browsers write them."""
    return len(text) % 4 != 1 and _BASE64URL.fullmatch(text) is not None


def known_transports(named: Sequence[str]) -> list[str]:
    """The ways to reach a passkey that are known, each once."""
    return sorted(_TRANSPORTS.intersection(named))


def creation_options(
    party: RelyingParty,
    secret: str,
    *,
    user_handle: str,
    username: str,
    name: str,
    present: Mapping[str, Sequence[str]],
) -> dict[str, Any]:
    """What a browser is asked to make a passkey with. ``present``: those the person has -> how they are reached."""
    options = generate_registration_options(
        rp_id=party.id,
        rp_name=ISSUER,
        user_id=base64url_to_bytes(user_handle),
        user_name=username,
        user_display_name=name,
        challenge=secret.encode(),
        timeout=_milliseconds(),
        attestation=AttestationConveyancePreference.NONE,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
        exclude_credentials=_descriptors(present),
        supported_pub_key_algs=ALGORITHMS,
    )
    return _plain(options)


def request_options(
    party: RelyingParty, secret: str, *, allowed: Mapping[str, Sequence[str]], verified: bool
) -> dict[str, Any]:
    """What a browser is asked to prove. ``allowed``: with one of these, or with any that it knows when there is none;
    ``verified``: only when the passkey knows who uses it."""
    wanted = UserVerificationRequirement.REQUIRED if verified else UserVerificationRequirement.PREFERRED
    options = generate_authentication_options(
        rp_id=party.id,
        challenge=secret.encode(),
        timeout=_milliseconds(),
        allow_credentials=_descriptors(allowed),
        user_verification=wanted,
    )
    return _plain(options)


def check_creation(
    party: RelyingParty, secret: str, *, credential_id: str, client_data: str, attestation: str
) -> NewPasskey:
    """The passkey that a browser has made for this challenge; NotProved otherwise."""
    try:
        raw = base64url_to_bytes(attestation)
        if parse_attestation_object(raw).fmt not in _FORMATS:
            raise NotProved("an attestation that nobody asked for")
        made = verify_registration_response(
            credential=RegistrationCredential(
                id=credential_id,
                raw_id=base64url_to_bytes(credential_id),
                response=AuthenticatorAttestationResponse(
                    client_data_json=base64url_to_bytes(client_data), attestation_object=raw
                ),
            ),
            expected_challenge=secret.encode(),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            supported_pub_key_algs=ALGORITHMS,
        )
    except NotProved:
        raise
    except Exception as error:  # whatever bytes of a stranger do to a parser: they are no passkey
        raise NotProved(str(error)) from error
    if bytes_to_base64url(made.credential_id) != credential_id:
        raise NotProved("the passkey's id is not the one that it signed for")
    return NewPasskey(
        credential_id=credential_id,
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        synced=made.credential_device_type == CredentialDeviceType.MULTI_DEVICE,
        backed_up=made.credential_backed_up,
    )


def check_use(
    party: RelyingParty,
    secret: str,
    *,
    credential_id: str,
    public_key: bytes,
    client_data: str,
    authenticator_data: str,
    signature: str,
) -> Use:
    """What a passkey has signed for this challenge; NotProved otherwise. Whether its counter went back, and whether it
    knew its person, is judged by whoever asks: here it only proves that it is the one that it says."""
    try:
        used = verify_authentication_response(
            credential=AuthenticationCredential(
                id=credential_id,
                raw_id=base64url_to_bytes(credential_id),
                response=AuthenticatorAssertionResponse(
                    client_data_json=base64url_to_bytes(client_data),
                    authenticator_data=base64url_to_bytes(authenticator_data),
                    signature=base64url_to_bytes(signature),
                ),
            ),
            expected_challenge=secret.encode(),
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=public_key,
            credential_current_sign_count=0,  # compared in `went_back`, after the signature has been found to be right
        )
    except Exception as error:  # whatever bytes of a stranger do to a parser: they prove nothing
        raise NotProved(str(error)) from error
    return Use(sign_count=used.new_sign_count, backed_up=used.credential_backed_up, verified=used.user_verified)


def went_back(before: int, now: int) -> bool:
    """Whether the counter of a passkey has not gone on: somebody has a copy of it. Many passkeys count nothing and say
    0 for ever."""
    return (before > 0 or now > 0) and now <= before


def _descriptors(known: Mapping[str, Sequence[str]]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(credential_id),
            transports=[AuthenticatorTransport(each) for each in known_transports(transports)] or None,
        )
        for credential_id, transports in known.items()
    ]


def _milliseconds() -> int:
    return int(CHALLENGE_LIFETIME.total_seconds() * 1000)


def _plain(options: Any) -> dict[str, Any]:
    """As the browser's script takes it: bytes as base64url."""
    plain: dict[str, Any] = json.loads(options_to_json(options))
    return plain
