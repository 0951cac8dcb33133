"""The emails of a review of accounts: to each who answers for accounts, with the list of those."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from chassis.context import Context
from chassis.mail import Email, enqueue_email
from services.auth import emails
from services.auth.reviews.domain import reviewing as rules
from services.auth.reviews.store import queries as store
from services.auth.store.departments import department_names
from services.auth.store.models import Staff
from services.auth.store.sign_ins import last_sign_ins


def ask_reviewers(ctx: Context, review_id: UUID, *, again: bool) -> None:
    """Write to everybody who answers for accounts of a review that wait for an answer, with the list of them."""
    review = store.review_held(ctx.session, review_id)
    email = "reminder" if again else "review"
    waiting = {each.staff_id for each in store.unanswered(ctx.session, review.id)}
    everybody = {person.id: person for person in store.active_staff(ctx.session)}
    people = [person for id, person in everybody.items() if id in waiting]
    accounts, reviewers = store.accounts(ctx.session, people), store.reviewers(ctx.session)
    asked: defaultdict[UUID, list[Staff]] = defaultdict(list)
    for person in people:
        for reviewer in rules.who_is_asked(accounts[person.id], reviewers):
            asked[reviewer.id].append(person)
    departments = department_names(ctx.session, (person.department_id for person in people))
    seen = last_sign_ins(ctx.session, [person.id for person in people])
    for reviewer_id, theirs in asked.items():
        reader = everybody[reviewer_id]
        if not reader.email:
            continue
        rows = [
            emails.Line(
                name=person.name,
                username=person.username,
                department=departments[person.department_id],
                signed_in=seen[person.id].astimezone(ctx.zone).date().isoformat() if person.id in seen else "",
            )
            for person in theirs
        ]
        words = emails.account_review(
            email, due=review.due_on.isoformat(), rows=rows, link=f"{ctx.deployment.public_url}/staff/reviews"
        )
        enqueue_email(
            ctx,
            Email(
                unique_key=f"account-{email}:{review.id}:{reviewer_id}",
                to=[reader.email],
                subject=words.subject,
                html=words.html,
                text=words.text,
            ),
        )
