"""Records that nobody can bend: who changed and who read what, and the chain of seals that shows any row of them
changed, missing or put in later."""

from chassis.audit.readings import record_look, record_reading, record_readings
from chassis.audit.tables import Reading

__all__ = ["Reading", "record_look", "record_reading", "record_readings"]
