"""What is sent to have something done with a case."""

from __future__ import annotations

from marshmallow import fields

from chassis.http import CommandSchema, length, one_of
from chassis.http.fields import Code
from contracts.feedback import Channel, Priority, Result
from services.feedback.usecases.actions import Note, Prioritize, Reopen, Resolve, Wait
from services.feedback.usecases.assigning import Assign
from services.feedback.usecases.classing import Classify
from services.feedback.usecases.joining import Other
from services.feedback.usecases.replies import Answer, Reply, Said, ShowEmail

LONGEST = 4_000
LONGEST_SUBJECT = 120
LONGEST_NAME = 200
OTHER_WAYS = [channel for channel in Channel if channel is not Channel.EMAIL]


def listed() -> fields.String:
    """An entry of a list, by its code or by what it is called."""
    return fields.String(validate=length(0, LONGEST_NAME))


class CaseNoteSchema(CommandSchema):
    """What somebody found out or did."""

    command = Note
    text = fields.String(required=True, validate=length(1, LONGEST))


class ReplySchema(CommandSchema):
    """The reply to the customer; with ``mail`` (the default) it is sent with our thanks if we know an address.
    ``told``: how the customer hears of it otherwise."""

    command = Reply
    text = fields.String(required=True, validate=length(1, LONGEST))
    mail = fields.Boolean()
    told = fields.Enum(Channel, by_value=True, allow_none=True, validate=one_of(OTHER_WAYS))


class ResolveSchema(CommandSchema):
    """How a complaint ended, and why the customer came, as the list of causes calls it."""

    command = Resolve
    result = fields.Enum(Result, by_value=True, required=True)
    outcome = fields.String(required=True, validate=length(1, LONGEST))
    cause = listed()


class ClassifySchema(CommandSchema):
    """What a case is about and why it came, as the lists call it; empty: nothing that a list has."""

    command = Classify
    subject = listed()
    cause = listed()
    product = listed()
    place = listed()


class ReopenSchema(CommandSchema):
    """Why a complaint is not over."""

    command = Reopen
    reason = fields.String(required=True, validate=length(1, 1_000))


class WaitSchema(CommandSchema):
    """What we wait for."""

    command = Wait
    text = fields.String(validate=length(0, 1_000))


class AnswerCustomerSchema(CommandSchema):
    """What we tell the customer: with the channel ``email`` it is sent, else it is noted as told."""

    command = Answer
    text = fields.String(required=True, validate=length(1, LONGEST))
    channel = fields.Enum(Channel, by_value=True, required=True)
    subject = fields.String(validate=length(0, LONGEST_SUBJECT))


class SaidSchema(CommandSchema):
    """What the customer has said later, and how."""

    command = Said
    text = fields.String(required=True, validate=length(1, LONGEST))
    channel = fields.Enum(Channel, by_value=True, required=True)


class ShowEmailSchema(CommandSchema):
    """An email to look at before it goes. ``ends``: it is the reply that ends feedback."""

    command = ShowEmail
    text = fields.String(required=True, validate=length(1, LONGEST))
    subject = fields.String(validate=length(0, LONGEST_SUBJECT))
    ends = fields.Boolean()


class AssignSchema(CommandSchema):
    """To whom a case goes, and a word to them."""

    command = Assign
    staff_id = fields.UUID(required=True)
    text = fields.String(validate=length(0, 1_000))


class PrioritizeSchema(CommandSchema):
    """How a case stands among the others of its desk."""

    command = Prioritize
    priority = fields.Enum(Priority, by_value=True, required=True)


class OtherCaseSchema(CommandSchema):
    """Another case, by its code."""

    command = Other
    code = Code(required=True, validate=length(1, 32))
