"""The words of the tokens for programs."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.auth import TokenStatus
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "token_status": {
            TokenStatus.WAITING: _l("Waits for a second person"),
            TokenStatus.ACTIVE: _l("Valid"),
            TokenStatus.EXPIRED: _l("Over"),
            TokenStatus.REVOKED: _l("Revoked"),
        },
    },
    error_messages={
        "api_token_ended": _l("This token is unknown, revoked or over."),
        "not_a_program": _l("Tokens are made for accounts of programs, or for oneself."),
        "beyond_account": _l("The account itself may not do this."),
    },
)
