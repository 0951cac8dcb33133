"""Alembic runs this file; what it does is the same for every service."""

from chassis.db.migrate import run_env
from services.activity.store.models import Base

run_env(Base.metadata)
