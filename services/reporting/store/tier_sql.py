"""Computing tiers in the database: the same rules as domain.tiers, for everybody at once.

Every statement is built on ``CLASSIFIED``: a row for each customer who did business in the window or has a tier above
or once above ordinary. A test holds it against the pure functions.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Text, TextClause, Uuid, bindparam, text

from contracts.reporting import TIER_RANK, Combine, Tier
from services.reporting.domain.tiers import Policy, window

_RANK = "CASE {} " + " ".join(f"WHEN '{tier.value}' THEN {rank}" for tier, rank in TIER_RANK.items()) + " END"
_TIER = "CASE {} " + " ".join(f"WHEN {rank} THEN '{tier.value}'" for tier, rank in TIER_RANK.items()) + " END"
_ORDINARY = TIER_RANK[Tier.ORDINARY]
_BOTH = {Combine.BOTH: "AND", Combine.EITHER: "OR"}

FIGURES = """
    SELECT customer_id, sum(amount) AS amount, sum(quantity)::bigint AS quantity
    FROM transaction_fact
    WHERE NOT void AND kind = ANY(:kinds) AND occurred_on BETWEEN :window_from AND :window_to {only}
    GROUP BY customer_id
"""
CLASSIFIED = f"""
    SELECT customer_id, coalesce(f.amount, 0.00) AS amount, coalesce(f.quantity, 0) AS quantity,
           coalesce({_RANK.format("t.tier")}, {_ORDINARY}) AS current, coalesce(t.version, 0) AS version,
           t.below_since,
           CASE WHEN f.amount >= :vip_amount {{op}} f.quantity >= :vip_quantity THEN {TIER_RANK[Tier.VIP]}
                WHEN f.amount >= :potential_amount {{op}} f.quantity >= :potential_quantity
                THEN {TIER_RANK[Tier.POTENTIAL]}
                ELSE {_ORDINARY} END AS classified
    FROM ({FIGURES}) f FULL JOIN (SELECT * FROM customer_tier WHERE true {{only}}) t USING (customer_id)
"""  # noqa: S608 - nothing but our own words is put in
CHANGES = f"""
    CREATE TEMPORARY TABLE tier_change ON COMMIT DROP AS
    SELECT n.customer_id, n.version + 1 AS version, n.amount, n.quantity, n.current <> n.next AS moved,
           {_TIER.format("n.current")} AS previous, {_TIER.format("n.next")} AS tier, n.below_since,
           CASE WHEN n.next > n.classified THEN coalesce(n.below_since, :today) END AS next_below_since,
           CASE WHEN n.next > n.current THEN 'rise' WHEN :grace_days = 0 THEN 'fall' ELSE 'grace_over' END AS reason
    FROM (
        SELECT j.*,
               CASE WHEN j.classified >= j.current OR coalesce(j.below_since, :today) + :grace_days <= :today
                    THEN j.classified ELSE j.current END AS next
        FROM ({CLASSIFIED}) j
        WHERE j.classified <> j.current OR j.below_since IS NOT NULL
    ) n
    JOIN customer_fact c ON c.id = n.customer_id AND c.active
    WHERE n.current <> n.next
       OR n.below_since IS DISTINCT FROM CASE WHEN n.next > n.classified THEN coalesce(n.below_since, :today) END
    ORDER BY n.customer_id
"""  # noqa: S608 - nothing but our own words is put in
WRITE_ASSIGNMENTS = text(
    """
    INSERT INTO tier_assignment (customer_id, version, tier, previous, amount, quantity, policy_number, window_from,
                                 window_to, reason, below_since, assigned_at)
    SELECT customer_id, version, tier, previous, amount, quantity, :policy_number, :window_from, :window_to, reason,
           below_since, :now
    FROM tier_change WHERE moved
    """
)
WRITE_FIRST_TIERS = text(
    """
    INSERT INTO customer_tier (customer_id, version, tier, assigned_at, below_since)
    SELECT customer_id, version, tier, :now, next_below_since FROM tier_change WHERE version = 1
    """
)
WRITE_TIERS = text(
    """
    UPDATE customer_tier t
    SET version = c.version, tier = c.tier, assigned_at = :now, below_since = c.next_below_since
    FROM tier_change c WHERE c.customer_id = t.customer_id AND c.moved AND c.version > 1
    """
)
WRITE_GRACE = text(
    """
    UPDATE customer_tier t SET below_since = c.next_below_since
    FROM tier_change c WHERE c.customer_id = t.customer_id AND NOT c.moved
    """
)
ASSIGNED_EVENTS = """
    SELECT customer_id::text AS key,
           jsonb_build_object('customer_id', customer_id, 'version', version, 'tier', tier, 'previous', previous,
                              'amount', amount::numeric(18, 2)::text, 'quantity', quantity,
                              'policy_version', CAST(:policy_number AS bigint),
                              'assigned_at', CAST(:told_at AS text)) AS data
    FROM tier_change WHERE moved
"""
MOVED_NOTICES = f"""
    SELECT notice_id::text AS key,
           jsonb_build_object('notice_id', notice_id, 'kind', CASE WHEN rose THEN CAST(:rose AS text) ELSE :fell END,
                              'at', CAST(:told_at AS text), 'to', jsonb_build_array(owner_id), 'permission', '',
                              'owner_id', owner_id, 'but_not', '[]'::jsonb, 'record_kind', 'customer',
                              'record_id', customer_id, 'code', code, 'due_at', NULL) AS data
    FROM (SELECT gen_random_uuid() AS notice_id, m.*,
                 row_number() OVER (PARTITION BY owner_id, rose ORDER BY abs(now_rank - before_rank) DESC, code) AS n
          FROM (SELECT t.customer_id, c.code, c.owner_id, {_RANK.format("t.tier")} AS now_rank,
                       {_RANK.format("t.previous")} AS before_rank,
                       {_RANK.format("t.tier")} > {_RANK.format("t.previous")} AS rose
                FROM tier_change t JOIN customer_fact c ON c.id = t.customer_id
                WHERE t.moved AND c.owner_id IS NOT NULL AND c.owner_id IS DISTINCT FROM CAST(:actor_id AS uuid)) m) o
    WHERE n <= :most ORDER BY customer_id
"""  # noqa: S608 - nothing but our own words is put in
"""The owners of customers who moved are told, of so many at once at most: after a new policy the list says the rest."""

TRY = f"""
    WITH classified AS MATERIALIZED (
        SELECT j.customer_id, j.current, j.classified, j.amount, j.quantity, c.code, c.name
        FROM ({CLASSIFIED}) j JOIN customer_fact c ON c.id = j.customer_id AND c.active
        WHERE j.classified > {_ORDINARY} OR j.current > {_ORDINARY}
    )
    SELECT (SELECT count(*) FROM customer_fact WHERE active) AS customers,
           (SELECT coalesce(jsonb_agg(m), '[]') FROM (
                SELECT {_TIER.format("current")} AS "from", {_TIER.format("classified")} AS "to", count(*) AS "count"
                FROM classified GROUP BY current, classified ORDER BY current, classified) m) AS moves,
           (SELECT coalesce(jsonb_agg(s), '[]') FROM (
                SELECT customer_id, code, name, {_TIER.format("current")} AS "from",
                       {_TIER.format("classified")} AS "to", amount::numeric(18, 2)::text AS amount, quantity
                FROM classified WHERE current <> classified
                ORDER BY abs(classified - current) DESC, classified DESC, classified.amount DESC, code
                LIMIT :sample) s) AS sample
"""  # noqa: S608 - nothing but our own words is put in


def _statement(template: str, policy: Policy, *, only_some: bool) -> TextClause:
    only = "AND customer_id = ANY(:customer_ids)" if only_some else ""
    statement = text(template.format(op=_BOTH[policy.combine], only=only))
    statement = statement.bindparams(bindparam("kinds", type_=ARRAY(Text)))
    return statement.bindparams(bindparam("customer_ids", type_=ARRAY(Uuid))) if only_some else statement


def collect_changes(policy: Policy, *, only_some: bool) -> TextClause:
    """Puts into the temporary table ``tier_change`` whoever changes tier or enters or leaves the grace period."""
    return _statement(CHANGES, policy, only_some=only_some)


def try_out(policy: Policy) -> TextClause:
    """What would become of everybody: one read-only statement."""
    return _statement(TRY, policy, only_some=False)


def figures_of_some(policy: Policy) -> TextClause:
    """Amount and quantity of some customers (``customer_ids``) in the policy's window."""
    return _statement(FIGURES, policy, only_some=True)


def parameters(policy: Policy, today: date, customer_ids: Sequence[UUID] | None = None) -> dict[str, Any]:
    """The values that the statements are held against."""
    window_from, window_to = window(today, policy.window_months)
    some = {} if customer_ids is None else {"customer_ids": list(customer_ids)}
    return some | {
        "today": today,
        "window_from": window_from,
        "window_to": window_to,
        "kinds": list(policy.kinds),
        "potential_amount": policy.potential.amount,
        "potential_quantity": policy.potential.quantity,
        "vip_amount": policy.vip.amount,
        "vip_quantity": policy.vip.quantity,
        "grace_days": policy.grace_days,
    }


def thresholds(policy: Policy) -> dict[str, dict[str, Any]]:
    """What the tiers take, as it is kept with an assignment and shown."""
    return {
        tier: {"amount": f"{threshold.amount:.2f}", "quantity": threshold.quantity}
        for tier, threshold in ((Tier.POTENTIAL, policy.potential), (Tier.VIP, policy.vip))
    }
