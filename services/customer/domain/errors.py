"""How the customer service refuses."""

from __future__ import annotations

from chassis.errors import Refused


class WrongStatus(Refused):
    """The record is not in a state that allows this; ``detail["status"]`` is the state it is in."""

    code = "wrong_status"


class SamePerson(Refused):
    """Nobody checks an own entry: somebody else has to."""

    code = "same_person"


class NotAnOwner(Refused):
    """The person is unknown, disabled, or may not own this customer (a VIP belongs to a customer manager or above)."""

    code = "not_an_owner"


class AlreadyWaiting(Refused):
    """A change of the same customer is already waiting for its check."""

    code = "change_already_waiting"
