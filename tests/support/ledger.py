"""A producer and a consumer that notice every loss, every second application and every wrong order.

The producer keeps an account for each key; each change is told with the account's version. The consumer follows: a
version that is not exactly the next one of its key raises, and so does one that was applied before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from chassis.auth import SYSTEM
from chassis.context import Context
from chassis.events import Catalog, Event, Flow, event
from chassis.feed import Consumers
from chassis.unit_of_work import unit_of_work


@event("ledger.account_charged.v1", subject="account")
class AccountCharged(Event):
    """An account was charged; ``version`` counts its changes without a gap."""

    account: str
    version: int
    amount: int
    poison: bool = False


@event("ledger.account_noted.v1", subject="account")
class AccountNoted(Event):
    """Something else that changes the account's version too."""

    account: str
    version: int
    amount: int
    poison: bool = False


@event("ledger.account_viewed.v1", subject="account")
class AccountViewed(Event):
    """What the consumer does not subscribe to."""

    account: str


CATALOG: Catalog = {
    AccountCharged: Flow(by="ledger", to=("mirror",)),
    AccountNoted: Flow(by="ledger", to=("mirror",)),
    AccountViewed: Flow(by="ledger", to=()),
}

PRODUCER_TABLES = "CREATE TABLE account (key text PRIMARY KEY, version int NOT NULL, total bigint NOT NULL)"
CONSUMER_TABLES = """
    CREATE TABLE mirror (key text PRIMARY KEY, version int NOT NULL, total bigint NOT NULL);
    CREATE TABLE applied (key text, version int, at timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (key, version));
    CREATE FUNCTION follow(account text, next int, amount bigint) RETURNS void LANGUAGE plpgsql AS $$
      DECLARE known int := (SELECT version FROM mirror WHERE key = account);
      BEGIN
        IF coalesce(known, 0) + 1 <> next THEN
          RAISE EXCEPTION 'order broken: % is at %, got %', account, known, next;
        END IF;
        INSERT INTO mirror VALUES (account, next, amount)
          ON CONFLICT (key) DO UPDATE SET version = next, total = mirror.total + amount;
        INSERT INTO applied VALUES (account, next);
      END $$;
"""
_FOLLOW = text("SELECT follow(:account, :version, :amount)")


class Poison(Exception):
    """What a handler makes of an event it cannot digest."""


def charge(ctx: Context, account: str, *, kind: type[Any] = AccountCharged, poison: bool = False) -> int:
    """Change an account and tell it; returns its new version."""
    version: int = ctx.session.execute(
        text(
            "INSERT INTO account VALUES (:key, 1, 1) ON CONFLICT (key)"
            " DO UPDATE SET version = account.version + 1, total = account.total + 1 RETURNING version"
        ),
        {"key": account},
    ).scalar_one()
    ctx.emit(kind(account=account, version=version, amount=1, poison=poison))
    return version


def charge_at_once(engine: Engine, *accounts: str, poison: bool = False) -> None:
    """Change accounts in one transaction of their own."""
    with unit_of_work(engine, actor=SYSTEM, origin="test") as ctx:
        for account in accounts:
            charge(ctx, account, poison=poison)


class Mirror:
    """The consumer's use cases."""

    def __init__(self) -> None:
        self.digests_poison = False
        self.broken: list[str] = []

    def consumers(self) -> Consumers:
        consumers = Consumers("mirror")
        consumers.on_many(AccountCharged, self.follow_many)
        consumers.on(AccountNoted, self.follow)
        return consumers

    def follow(self, ctx: Context, event: AccountCharged | AccountNoted) -> None:
        self.follow_many(ctx, [event])

    def follow_many(self, ctx: Context, events: Sequence[AccountCharged | AccountNoted]) -> None:
        for told in events:
            if told.poison and not self.digests_poison:
                raise Poison(f"{told.account} {told.version}")
        rows = [{"account": told.account, "version": told.version, "amount": told.amount} for told in events]
        try:
            ctx.session.execute(_FOLLOW, rows)
        except DBAPIError as error:
            if "order broken" in str(error):
                self.broken.append(str(error))
            raise
