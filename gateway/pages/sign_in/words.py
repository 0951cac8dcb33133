"""The words of signing in: how, and why it did not work."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from contracts.auth import SessionKind, SignInMethod
from gateway.vocabulary import Words

WORDS = Words(
    choices={
        "sign_in_method": {
            SignInMethod.PASSWORD: _l("Password"),
            SignInMethod.PASSKEY: _l("Passkey"),
            SignInMethod.OIDC: _l("Company sign-in"),
        },
        "sign_in_reason": {
            "wrong_password": _l("wrong password"),
            "unknown_user": _l("unknown user name"),
            "disabled": _l("account disabled"),
            "too_many_attempts": _l("too many attempts"),
            "refresh_reused": _l("a program's refresh token used twice"),
            "wrong_code": _l("wrong code"),
            "wrong_passkey": _l("wrong passkey"),
            "passkey_unverified": _l("passkey without finger, face or PIN"),
            "passkey_copied": _l("passkey that seems to be copied"),
            "oidc_unavailable": _l("sign-in service did not answer"),
            "oidc_refused": _l("answer of the sign-in service not accepted"),
            "oidc_unknown_account": _l("no account of this name"),
            "oidc_other_account": _l("account of somebody else at the sign-in service"),
            "oidc_duties_conflict": _l("groups give both duties"),
            "given_password_ended": _l("password handed over too long ago"),
            "second_factor_asked": _l("password right, second factor asked for"),
            "wrong_link": _l("unknown password link"),
            "link_asked": _l("password link asked for"),
        },
        "session_kind": {SessionKind.PAGES: _l("Pages"), SessionKind.PROGRAM: _l("Program")},
    },
    error_messages={
        "invalid_credentials": _l("User name or password is wrong."),
        "given_password_ended": _l(
            "This password was to be used within three days. Please ask for another, or set one by a link."
        ),
        "second_factor_required": _l("Your account has a second factor: it is needed, too."),
        "password_link_ended": _l(
            "It was used already, an hour has passed, or a newer one was sent. Your password is as it was."
        ),
        "wrong_code": _l("This code is wrong, or was used already."),
        "challenge_ended": _l("This took too long, or too many answers were wrong. Please sign in again."),
        "passkey_refused": _l("This passkey was not accepted. It may have been removed, or belong to another account."),
        "passkey_unverified": _l("Without a password, the passkey has to ask who you are: finger, face or PIN."),
        "passkey_copied": _l(
            "This passkey was not accepted: somebody may have a copy of it. Please tell the administrator."
        ),
        "passkeys_not_offered": _l("Browsers know no passkeys at this address of the system."),
        "not_base64url": _l("The request was not understood."),
        "not_begun": _l("Please begin once more."),
        "refresh_reused": _l("This was used already. Please sign in again."),
        "oidc_not_set_up": _l("Signing in through your company is not set up here."),
        "oidc_unavailable": _l(
            "Your company's sign-in service does not answer. Please try again shortly, or use user name and password."
        ),
        "oidc_ended": _l("This took too long, or was begun in another window. Please begin again."),
        "oidc_refused": _l(
            "The answer of your company's sign-in service was not accepted. Please begin again; if it stays, tell the "
            "administrator."
        ),
        "oidc_unknown_account": _l("You have no account here yet. Please ask the administrator for one."),
        "oidc_other_account": _l(
            "The account of your user name belongs to somebody else at your company's sign-in service. Please ask the "
            "administrator."
        ),
        "oidc_duties_conflict": _l(
            "Your groups would let you run the accounts and touch customer data at once. Please ask the administrator."
        ),
    },
)
