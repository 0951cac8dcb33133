"""Where browsers know passkeys, and what their answers look like in a form (static/passkeys.js fills it in)."""

from __future__ import annotations

from flask import Flask, current_app

from chassis.auth.relying_party import relying_party
from gateway.clients import Record
from gateway.forms import text

_SIGNED = ("credential_id", "client_data", "authenticator_data", "signature", "user_handle")
_MADE = ("challenge", "name", "credential_id", "client_data", "attestation")


def passkey_origin() -> str:
    """The address for which passkeys are made; '' where browsers know none."""
    party = relying_party(current_app.extensions["settings"].public_url)
    return party.origin if party else ""


def signed() -> Record:
    """What a passkey has signed, as the form has it."""
    return {name: text(name) for name in _SIGNED}


def made() -> Record:
    """A passkey that the browser has made, as the form has it."""
    return {**{name: text(name) for name in _MADE}, "transports": text("transports").split()}


def register_passkeys(app: Flask) -> None:
    app.add_template_global(passkey_origin)
