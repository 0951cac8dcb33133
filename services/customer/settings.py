"""The customer service's settings."""

from __future__ import annotations

from dataclasses import dataclass

from chassis.settings import ServiceSettings


@dataclass(frozen=True, kw_only=True)
class Settings(ServiceSettings):
    """``job_processes``: a large file is stored by two, and beside it there is always room for a small one."""

    service_name: str = "customer"
    job_processes: int = 2
