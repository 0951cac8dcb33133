"""Finding customers by anything that somebody who calls can say: which of them meet what was typed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, and_, any_, func, or_, select
from sqlalchemy.orm import Session, aliased

from chassis.auth import Actor
from services.customer.domain.finding import Word, word_of, words_of
from services.customer.domain.names import pinyin_key
from services.customer.store.access import plain_to
from services.customer.store.models import Contact, Customer

_GONE = aliased(Customer, name="gone")


def found_by(actor: Actor, q: str) -> ColumnElement[bool]:
    """The customers that meet every word of a search: by code, sender's code, any part of the name or of a contact's,
    pinyin, its initials, number or mail address.

    A number or address is met by its beginning where the actor sees it plain, else only by the keys of
    ``domain.finding``, so that a masked number cannot be guessed digit by digit.
    """
    words = words_of(q)
    each = and_(*(_met_by(actor, word) for word in words))
    return each if len(words) < 2 else or_(each, _named(word_of(q)))


def _met_by(actor: Actor, word: Word) -> ColumnElement[bool]:
    if word.is_code:
        code = word.raw.upper()
        return or_(Customer.code == code, _merged(_GONE.code == code))
    ways = [Customer.external_code == word.raw, _merged(_GONE.external_code == word.raw)]
    if word.key:
        ways += [_merged(_GONE.reached_by.contains([word.key]))]
        ways += [Customer.reached_by.contains([word.key]), _at_contact(Contact.reached_by.contains([word.key]))]
    if word.digits:
        begins = or_(Customer.mobile.startswith(word.digits), Customer.phone.startswith(word.digits))
        ways += [and_(begins, plain_to(actor)), func.reverse(Customer.code).startswith(word.digits[::-1])]
    elif word.key:
        ways.append(and_(func.lower(Customer.email).startswith(word.text, autoescape=True), plain_to(actor)))
    else:
        ways.append(_named(word))
    return or_(*ways)


def _named(word: Word) -> ColumnElement[bool]:
    """By any part of the name, of its initials or of a contact's name, or by pinyin that begins at a syllable."""
    if not word.pieces:
        return Customer.name.startswith(word.raw, autoescape=True)
    part = or_(
        Customer.name.icontains(word.raw, autoescape=True),
        Customer.name.icontains(word.text, autoescape=True),
        Customer.initials.contains(word.text, autoescape=True),
    )
    contact = and_(Contact.pairs.contains(word.pieces), Contact.name.icontains(word.text, autoescape=True))
    ways = [and_(Customer.pairs.contains(word.pieces), part), _at_contact(contact)]
    if key := pinyin_key(word.text):
        whole = func.replace(Customer.sort_key, " ", "")
        ways.append(and_(Customer.pairs.contains([key]), whole.contains(word.text, autoescape=True)))
    return or_(*ways)


def _at_contact(met: ColumnElement[bool]) -> ColumnElement[bool]:
    """Customers of some contacts: their ids are read once, so that each way of finding uses its own index."""
    ids = select(Contact.customer_id).where(met)
    return Customer.id == any_(func.array(ids.scalar_subquery(), type_=ARRAY(Uuid())))


def _merged(met: ColumnElement[bool]) -> ColumnElement[bool]:
    """The customers that others turned out to be which meet it."""
    ids = select(_GONE.merged_into).where(met, _GONE.merged_into.is_not(None))
    return Customer.id == any_(func.array(ids.scalar_subquery(), type_=ARRAY(Uuid())))


def keys_in(q: str) -> list[str]:
    """The keys of numbers and mail addresses that a search looks for."""
    return [word.key for word in words_of(q) if word.key]


def met_by_key(session: Session, ids: Iterable[UUID], keys: Collection[str]) -> set[UUID]:
    """Of some customers those that have one of these numbers or addresses, or a contact who has."""
    wanted = list(ids)
    if not wanted:
        return set()
    own = select(Customer.id).where(Customer.id.in_(wanted), Customer.reached_by.overlap(list(keys)))
    gone = select(_GONE.merged_into).where(_GONE.merged_into.in_(wanted), _GONE.reached_by.overlap(list(keys)))
    theirs = select(Contact.customer_id).where(Contact.customer_id.in_(wanted), Contact.reached_by.overlap(list(keys)))
    return {id for id in session.scalars(own.union_all(gone, theirs)) if id}
