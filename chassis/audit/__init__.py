"""Records that nobody can bend: who changed and who read what, and the chain of seals that shows any row of them
changed, missing or put in later."""

from chassis.audit.access_log import log_access, log_accesses, log_partial_view
from chassis.audit.tables import Reading

__all__ = ["Reading", "log_access", "log_accesses", "log_partial_view"]
