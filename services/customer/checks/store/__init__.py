"""The named queries of entries, of changes that wait, and of the policy of checks."""
