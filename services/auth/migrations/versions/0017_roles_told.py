"""What the roles permit is told to those who hear it from now on, as if each had just changed."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        INSERT INTO feed_event (type, v, key, data, actor)
        SELECT 'auth.role_changed.v1', 1, id::text,
               jsonb_build_object('role_id', id, 'version', version, 'code', code, 'permissions', permissions,
                                  'active', active),
               'system'
        FROM role ORDER BY id
        """
    )


def downgrade() -> None:
    """What was said stays said."""
