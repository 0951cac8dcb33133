"""The review of accounts: its state, the accounts one answers for, the answers, its policy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from marshmallow import fields, validate

from chassis.context import Context
from chassis.db import Page, PageQuery
from chassis.http import AnswerSchema, Api, CommandSchema, PageQuerySchema, Presented, one_of, page_of
from contracts.auth import ReviewAnswer
from contracts.permissions import Permission
from services.auth.domain.staffing import for_everybody
from services.auth.reviews.domain.reviewing import ANSWER, MONTHS_BETWEEN, REVIEW, ReviewStatus
from services.auth.reviews.store import queries as store
from services.auth.reviews.store.queries import ReviewedFilter
from services.auth.reviews.usecases import reviews
from services.auth.reviews.usecases.reviews import AnswerAccounts, SetReviewPolicy
from services.auth.store.departments import department_names
from services.auth.store.models import AccountReview, ReviewPolicy
from services.auth.store.sign_ins import last_sign_ins

api = Api("account-reviews", description="Whether everybody who has an account still needs it")
ANSWERS_FOR = Permission.STAFF_WRITE
MOST_NAMED = 500


class ReviewSchema(AnswerSchema):
    """A review; the counts are of the accounts that one may see, ``mine`` of those that wait for one's own answer."""

    id = fields.UUID()
    opened_on = fields.Date()
    due_on = fields.Date()
    reminded_on = fields.Date()
    closed_at = fields.AwareDateTime()
    accounts = fields.Integer()
    waiting = fields.Integer()
    kept = fields.Integer()
    refused = fields.Integer()
    taken_away = fields.Integer()
    mine = fields.Integer()
    actions = fields.List(fields.String())


class ReviewedAccountSchema(AnswerSchema):
    """An account in a review. ``answerable``: one may answer for it; ``taken_away``: why it was disabled, if it was."""

    staff_id = fields.UUID()
    name = fields.String()
    username = fields.String()
    department_name = fields.String()
    roles = fields.List(fields.String())
    active = fields.Boolean()
    last_sign_in_at = fields.AwareDateTime()
    answer = fields.String(attribute="status")
    answered_by_name = fields.String(attribute="decided_by_name")
    answered_at = fields.AwareDateTime(attribute="decided_at")
    taken_away = fields.String()
    answerable = fields.Boolean()
    actions = fields.List(fields.String())


class ReviewedQuerySchema(PageQuerySchema):
    """Narrow the accounts of a review."""

    command = ReviewedFilter
    answer = fields.String(validate=one_of(ReviewAnswer))
    mine = fields.Boolean()


class AnswerAccountsSchema(CommandSchema):
    """Whether accounts stay; without ``staff_ids`` all that wait for one's answer, which only a yes is given to."""

    command = AnswerAccounts
    keep = fields.Boolean(required=True)
    staff_ids = fields.List(
        fields.UUID(),
        allow_none=True,
        validate=[validate.Length(1, error="required"), validate.Length(max=MOST_NAMED, error="out_of_range")],
    )


class ReviewCountSchema(AnswerSchema):
    """How many accounts wait for one's answer."""

    waiting = fields.Integer()


class ReviewPolicySchema(AnswerSchema):
    """How accounts are reviewed."""

    version = fields.Integer()
    months_between = fields.Integer()
    days_to_answer = fields.Integer()
    idle_days = fields.Integer()
    actions = fields.List(fields.String())


class SetReviewPolicySchema(CommandSchema):
    """How often accounts are reviewed, how many days there are to answer, and after how many days without use an
    account is disabled."""

    command = SetReviewPolicy
    months_between = fields.Integer(required=True, validate=validate.OneOf(MONTHS_BETWEEN, error="unknown_choice"))
    days_to_answer = fields.Integer(required=True, validate=validate.Range(2, 60, error="out_of_range"))
    idle_days = fields.Integer(required=True, validate=validate.Range(14, 1000, error="out_of_range"))


def present(ctx: Context, found: list[AccountReview]) -> list[Presented]:
    """Reviews with their counts, and what the actor may do with them."""
    counted = store.counts(ctx.session, ctx.actor, [review.id for review in found])
    none = dict.fromkeys(store.COUNTED, 0)
    return [
        Presented(review, {**counted.get(review.id, none), "actions": REVIEW.actions(review, ctx.actor)})
        for review in found
    ]


def present_policy(ctx: Context, policy: ReviewPolicy) -> Presented:
    """The policy, and what the actor may do with it."""
    refused = for_everybody(policy, ctx.actor) is not None
    return Presented(policy, {"actions": [] if refused else ["edit"]})


def actions_on(ctx: Context, review: AccountReview, row: Any) -> list[str]:
    """What the actor may say of an account in a review."""
    if not (row.answerable and row.Staff.active and review.status is ReviewStatus.OPEN):
        return []
    return ANSWER.actions(row.ReviewedAccount, ctx.actor)


@api.get("/account-reviews", permission=ANSWERS_FOR, query=PageQuerySchema, returns=page_of(ReviewSchema))
def list_reviews(ctx: Context, query: PageQuery) -> Page[Presented]:
    """The reviews, the last one first, with counts of the accounts that one sees."""
    page = store.review_page(ctx.session, query)
    return Page(present(ctx, list(page.items)), page.next)


@api.post("/account-reviews", permission=ANSWERS_FOR, returns=ReviewSchema, status=201)
def open_review(ctx: Context) -> Presented:
    """Begin a review now, out of turn."""
    return present(ctx, [reviews.open_review(ctx)])[0]


@api.get("/account-reviews/count", permission=ANSWERS_FOR, returns=ReviewCountSchema)
def count_accounts_to_review(ctx: Context) -> dict[str, int]:
    """How many accounts wait for one's answer."""
    last = store.latest(ctx.session)
    if last is None or last.closed_at is not None:
        return {"waiting": 0}
    return {"waiting": store.counts(ctx.session, ctx.actor, [last.id]).get(last.id, {}).get("mine", 0)}


@api.get("/account-reviews/policy", permission=ANSWERS_FOR, returns=ReviewPolicySchema)
def read_review_policy(ctx: Context) -> Presented:
    """How accounts are reviewed."""
    return present_policy(ctx, store.policy(ctx.session))


@api.patch(
    "/account-reviews/policy",
    permission=ANSWERS_FOR,
    body=SetReviewPolicySchema,
    returns=ReviewPolicySchema,
    versioned=True,
)
def set_review_policy(ctx: Context, command: SetReviewPolicy, version: int) -> Presented:
    """Change how accounts are reviewed, from the next review on."""
    return present_policy(ctx, reviews.set_policy(ctx, command, version))


@api.get(
    "/account-reviews/<uuid:id>/accounts",
    permission=ANSWERS_FOR,
    query=ReviewedQuerySchema,
    returns=page_of(ReviewedAccountSchema),
)
def list_reviewed_accounts(ctx: Context, id: UUID, query: ReviewedFilter) -> Page[Any]:
    """The accounts of a review that one sees, by user name, a page at a time."""
    review = store.review_held(ctx.session, id)
    page = store.reviewed_page(ctx.session, ctx.actor, id, query)
    names = department_names(ctx.session, (row.Staff.department_id for row in page.items))
    seen = last_sign_ins(ctx.session, [row.Staff.id for row in page.items])
    rows = []
    for row in page.items:
        actions = actions_on(ctx, review, row)
        extras = {
            "name": row.Staff.name,
            "username": row.Staff.username,
            "roles": row.Staff.roles,
            "active": row.Staff.active,
            "department_name": names.get(row.Staff.department_id, ""),
            "last_sign_in_at": seen.get(row.Staff.id),
            "answerable": "keep" in actions,
            "actions": actions,
        }
        rows.append(Presented(row.ReviewedAccount, extras))
    return Page(rows, page.next)


@api.post("/account-reviews/<uuid:id>/answers", permission=ANSWERS_FOR, body=AnswerAccountsSchema, returns=ReviewSchema)
def answer_accounts(ctx: Context, id: UUID, command: AnswerAccounts) -> Presented:
    """Say of accounts that they stay, or that they do not: those are disabled at once. All or none of those named."""
    return present(ctx, [reviews.answer_accounts(ctx, id, command)])[0]
