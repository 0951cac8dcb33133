"""Refusals. A code is a contract with whoever calls; sentences exist only where a person reads."""

from __future__ import annotations


class Refused(Exception):
    """The rules say no. Rendered as ``{code, detail}`` by the HTTP edge; never retried by the worker edge.

    Subclasses set ``code`` (snake case, unique in the fleet) and ``status`` (a 4xx HTTP status). What was
    written before the refusal is undone, unless ``kept``: then it is committed (the record of a failed try).
    """

    code = "refused"
    status = 409
    kept = False

    def __init__(self, **detail: object) -> None:
        super().__init__(self.code)
        self.detail = detail


class Unauthenticated(Refused):
    """No token, or one that does not hold."""

    code = "unauthenticated"
    status = 401


class TokenRevoked(Refused):
    """The token was good, but its person or session has lost access, or may something else now. Whoever has a session
    asks for another token once."""

    code = "token_ended"
    status = 401


class Forbidden(Refused):
    """The actor lacks the permission that the operation names."""

    code = "forbidden"
    status = 403


class RequiredAction(Forbidden):
    """Something has to be done first: every other request is refused until then."""


class PasswordChangeRequired(RequiredAction):
    """The password was made by somebody else: its owner chooses another one before anything else."""

    code = "password_change_required"


class SecondFactorSetupRequired(RequiredAction):
    """A role asks for a second factor and its holder has none: it is set up before anything else."""

    code = "second_factor_setup_required"


REQUIRED_ACTIONS: dict[str, type[RequiredAction]] = {
    action.code: action for action in (PasswordChangeRequired, SecondFactorSetupRequired)
}
"""Code of a required action -> the error of every other request until it is done. A limited token names one of them."""


class NotFound(Refused):
    """There is no such record, or none that the actor may see: the two are not told apart."""

    code = "not_found"
    status = 404


class Stale(Refused):
    """The record has changed since the caller read it; ``detail["version"]`` is the version it has now."""

    code = "stale_version"
    status = 412


class VersionRequired(Refused):
    """A change needs an ``If-Match`` header with the version it was made on."""

    code = "version_required"
    status = 428


class WrongStatus(Refused):
    """The record is in a state that does not allow this: ``detail["status"]`` is that state, ``detail["action"]`` what
    was tried."""

    code = "wrong_status"


class SamePerson(Refused):
    """Four eyes: nobody decides on what he or she wrote, changed or asked for."""

    code = "same_person"


class Unavailable(Refused):
    """Something outside that is needed for this does not answer; ``detail["what"]`` says what. Worth another try."""

    code = "unavailable"
    status = 503


class KeyReused(Refused):
    """The same Idempotency-Key came with another body."""

    code = "idempotency_key_reused"
    status = 422


class Invalid(Refused):
    """A field does not fit; ``fields`` maps its name to codes. Rendered as ``{code: "invalid", fields}``."""

    code = "invalid"
    status = 422

    def __init__(self, **fields: str | list[str]) -> None:
        super().__init__()
        self.fields = {name: [codes] if isinstance(codes, str) else codes for name, codes in fields.items()}
