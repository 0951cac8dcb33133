"""Merges, what they moved, and pairs that are likely one."""
