"""How a row that is added comes to wait for its seal: triggers, so that business writes nothing but its rows."""

from __future__ import annotations

from sqlalchemy import Connection, text

from chassis.audit.content import OF_EVERY_SERVICE

_QUEUE = """
    CREATE OR REPLACE FUNCTION queue_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO unsealed (source, row_id) SELECT TG_TABLE_NAME, id FROM added;
      RETURN NULL;
    END $$
"""
_TRIGGER = """
    CREATE OR REPLACE TRIGGER queue_for_seal AFTER INSERT ON {source}
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_for_seal()
"""
_QUEUE_KNOWN = """
    INSERT INTO unsealed (source, row_id) SELECT '{source}', id FROM {source} AS known
    WHERE NOT EXISTS (SELECT FROM unsealed WHERE source = '{source}' AND row_id = known.id)
      AND NOT EXISTS (SELECT FROM seal) ORDER BY id
"""
_QUEUE_JOINING = """
    INSERT INTO unsealed (source, row_id) SELECT '{source}', id FROM (
      SELECT id FROM {source} EXCEPT SELECT unnest(rows) FROM seal WHERE source = '{source}'
      EXCEPT SELECT row_id FROM unsealed WHERE source = '{source}'
    ) ORDER BY id
"""


def install_triggers(connection: Connection) -> None:
    """Let every row that is added to a sealed table wait for its seal, also those that were there before; doing it
    again changes nothing."""
    connection.execute(text(_QUEUE))
    for source in OF_EVERY_SERVICE.names:
        connection.execute(text(_TRIGGER.format(source=source)))
        connection.execute(text(_QUEUE_KNOWN.format(source=source)))


def install_trigger(connection: Connection, source: str) -> None:
    """Let every row of one table more wait for its seal, also those that were there before it joined the chain."""
    connection.execute(text(_TRIGGER.format(source=source)))
    connection.execute(text(_QUEUE_JOINING.format(source=source)))


def remove_triggers(connection: Connection) -> None:
    """The way back of ``install_triggers``."""
    connection.execute(text("DROP FUNCTION IF EXISTS queue_for_seal CASCADE"))
