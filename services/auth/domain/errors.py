"""How the auth service refuses."""

from __future__ import annotations

from chassis.errors import Refused


class InvalidCredentials(Refused):
    """User name and password do not open an account. Which of the two is wrong, or whether the account is disabled,
    is not said. The try stays on record."""

    code = "invalid_credentials"
    status = 401
    kept = True


class GivenPasswordEnded(Refused):
    """The password is right; it was handed over to be changed at the first sign-in, and too long ago. Another has to be
    asked for. The try stays on record."""

    code = "given_password_ended"
    status = 401
    kept = True


class SecondFactorRequired(Refused):
    """User name and password are right, and the account has a second factor: ``detail`` has the ``challenge`` to answer
    with it within ``expires_in`` seconds, and in ``second_factor`` the ways that are open. It stays on record."""

    code = "second_factor_required"
    status = 401
    kept = True


class WrongCode(Refused):
    """The code is wrong, or was used before. The try stays on record."""

    code = "wrong_code"
    status = 401
    kept = True


class PasskeyRefused(Refused):
    """The passkey is unknown or removed, or what it signed is not for this. The try stays on record."""

    code = "passkey_refused"
    status = 401
    kept = True


class PasskeyUnverified(Refused):
    """The passkey did not ask who uses it (finger, face, PIN): without a password that is not enough. The try stays on
    record."""

    code = "passkey_unverified"
    status = 401
    kept = True


class PasskeyCopied(Refused):
    """The passkey's counter went back: somebody has a copy of it. The try stays on record."""

    code = "passkey_copied"
    status = 401
    kept = True


class PasskeysNotOffered(Refused):
    """Browsers know no passkeys at the address of this house: an IP address, or one without https."""

    code = "passkeys_not_offered"


class TooManyPasskeys(Refused):
    """The person has as many passkeys as one can have."""

    code = "too_many_passkeys"


class ChallengeEnded(Refused):
    """The proof was begun too long ago, met too many wrong answers, or was brought to its end: begin again."""

    code = "challenge_ended"
    status = 401


class SecondFactorNeeded(Refused):
    """A role of the person's asks for a second factor: the last one stays."""

    code = "second_factor_needed"


class TooManyAttempts(Refused):
    """Too many wrong passwords for one user name, whether or not it exists, or from one address; ``detail["seconds"]``
    is how long to wait at most. The try stays on record."""

    code = "too_many_attempts"
    status = 429
    kept = True


class PasswordLinkEnded(Refused):
    """The link to set a password is unknown, was used, is over, or another one was sent after it: which, is not said.
    The try stays on record."""

    code = "password_link_ended"
    status = 410
    kept = True


class NobodyToConfirm(Refused):
    """This needs a second person, and there is nobody who may be it."""

    code = "nobody_to_confirm"


class WrongPassword(Refused):
    """The present password that should confirm a change is wrong. The try stays on record."""

    code = "wrong_password"
    status = 422
    kept = True


class SessionEnded(Refused):
    """The session is unknown, has ended or has run out: sign in again."""

    code = "session_ended"
    status = 401


class RefreshReused(Refused):
    """A program's refresh token came a second time: one of the two has stolen it. The session has ended for both; that
    it was tried stays on record."""

    code = "refresh_reused"
    status = 401
    kept = True


class ApiTokenEnded(Refused):
    """A token for programs is unknown, revoked or over, or its account is disabled."""

    code = "api_token_ended"
    status = 401


class NotAProgram(Refused):
    """A token is only made for the account of a program, or for oneself."""

    code = "not_a_program"


class DutiesConflict(Refused):
    """Who runs the house's accounts touches no customer data: these roles cannot be held together."""

    code = "duties_conflict"


class RoleProtected(Refused):
    """A delivered role is what the system relies on: it can be neither changed nor disabled; only which second factor
    it needs is the house's choice."""

    code = "role_protected"


class OwnAccount(Refused):
    """Of oneself one changes the password, address, e-mail and phone, nothing else."""

    code = "own_account"


class DepartmentNotEmpty(Refused):
    """Active staff or active departments are inside; ``detail`` counts them."""

    code = "department_not_empty"


class DepartmentDisabled(Refused):
    """Nobody and nothing is put into a disabled department."""

    code = "department_disabled"


class DepartmentBelowItself(Refused):
    """A department cannot be moved into itself or below itself."""

    code = "department_below_itself"


class ReviewUnderWay(Refused):
    """A review of the accounts is open; the next one begins after it."""

    code = "review_under_way"
