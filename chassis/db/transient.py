"""Which database errors pass by themselves."""

from __future__ import annotations

import psycopg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_LASTING_CLASS = "54"  # "program limit exceeded": an operational error by name, but the same row meets it every time


def is_transient(error: BaseException) -> bool:
    """True for what another try may cure: a deadlock, a lost connection, a server that restarts or is full.

    Such an error says nothing about the work that met it and is never counted against it.
    """
    if isinstance(error, PoolTimeout):
        return True
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(original, psycopg.Error) and (original.sqlstate or "").startswith(_LASTING_CLASS):
        return False
    if isinstance(error, DBAPIError):
        return isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated
    return isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
