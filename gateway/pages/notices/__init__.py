"""Notices and the group robots of departments."""
