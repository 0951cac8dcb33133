"""Durable jobs: a row of the own database first, then done step by step, each step one transaction."""

from chassis.jobs.registry import Continue, Jobs, Outcome, RetryLater, job

__all__ = ["Continue", "Jobs", "Outcome", "RetryLater", "job"]
