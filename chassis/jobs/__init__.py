"""Durable jobs: a row of the own database first, then done step by step, each step one transaction."""

from chassis.jobs.registry import Again, Jobs, Later, Outcome, job

__all__ = ["Again", "Jobs", "Later", "Outcome", "job"]
