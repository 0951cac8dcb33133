"""How the feedback service refuses."""

from __future__ import annotations

from chassis.errors import Refused


class NoSuchCustomer(Refused):
    """We have not heard of this customer (yet), or it is none that the actor may file a case for."""

    code = "no_such_customer"


class WrongDesk(Refused):
    """The case lies on a desk that the actor does not work at; ``detail["desk"]`` is that desk."""

    code = "wrong_desk"


class WrongCaseKind(Refused):
    """Feedback is answered, a complaint is resolved; never the other way round."""

    code = "wrong_case_kind"


class TakenByOther(Refused):
    """Somebody else has taken the case; it has to be released first."""

    code = "taken_by_other"


class NotToAssign(Refused):
    """A case is given to a colleague by who has it in hand, or by the leadership."""

    code = "not_to_assign"


class MergedAway(Refused):
    """The case was merged into another one: what is new belongs there."""

    code = "merged_away"


class NotYourAbsence(Refused):
    """An absence is ended by whose it is, or by the leadership."""

    code = "not_your_absence"


class LastRule(Refused):
    """The rule of a kind and tier always holds: without it there would be no deadline."""

    code = "last_rule"


class AlreadyAway(Refused):
    """Somebody stands in for the person on one of these days already."""

    code = "already_away"
