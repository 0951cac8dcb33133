"""Checks: entries on their way, changes that wait, and the policy of what waits."""
