"""The policy a new system starts with.

Twelve months of sales, services and returns. Potential takes 300.00 yuan and 10 pieces, VIP 1,000.00 yuan and 30
pieces, both of them: somebody who comes about monthly, and somebody who does so with three times the weight. A fall
waits 30 days. Whoever sells dearer or rarer drafts another policy, tries it out and activates it.
"""

import sqlalchemy as sa
from alembic import op

from chassis.db import new_id

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSERT = sa.text(
    """
    INSERT INTO tier_policy (id, version, created_at, updated_at, number, status, window_months, kinds,
                             potential_amount, potential_quantity, vip_amount, vip_quantity, combine, grace_days,
                             note, author_name, activated_by_name, activated_at)
    SELECT :id, 1, now(), now(), 1, 'active', 12, ARRAY['sale', 'service', 'return'],
           300.00, 10, 1000.00, 30, 'both', 30, '', 'system', 'system', now()
    WHERE NOT EXISTS (SELECT FROM tier_policy)
    """
)


def upgrade() -> None:
    op.get_bind().execute(INSERT, {"id": new_id()})


def downgrade() -> None:
    """The policy stays: what was judged by it refers to it."""
