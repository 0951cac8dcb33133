"""Where browsers know passkeys, and what their answers look like in a form (static/passkeys.js fills it in)."""

from __future__ import annotations

from flask import Flask, current_app

from chassis.auth.relying_party import relying_party
from gateway.clients.generated import auth
from gateway.devices import user_agent
from gateway.forms import text


def passkey_origin() -> str:
    """The address for which passkeys are made; '' where browsers know none."""
    party = relying_party(current_app.extensions["settings"].public_url)
    return party.origin if party else ""


def signed(challenge: str) -> auth.ProvePasskey:
    """What a passkey has signed when it was asked with a challenge, as the form has it."""
    return {
        "challenge": challenge,
        "credential_id": text("credential_id"),
        "client_data": text("client_data"),
        "authenticator_data": text("authenticator_data"),
        "signature": text("signature"),
        "user_handle": text("user_handle"),
        "user_agent": user_agent(),
    }


def made() -> auth.AddPasskey:
    """A passkey that the browser has made, as the form has it."""
    return {
        "challenge": text("challenge"),
        "name": text("name"),
        "credential_id": text("credential_id"),
        "client_data": text("client_data"),
        "attestation": text("attestation"),
        "transports": text("transports").split(),
    }


def register_passkeys(app: Flask) -> None:
    """Give templates the address at which passkeys work."""
    app.add_template_global(passkey_origin)
