"""The background processes of a service: the feed worker, the jobs worker, the relay; and the clock of the fleet."""

from chassis.worker.app import create_beat, create_celery
from chassis.worker.processes import relay_main, run, run_beat
from chassis.worker.service import Worker, create_worker

__all__ = ["Worker", "create_beat", "create_celery", "create_worker", "relay_main", "run", "run_beat"]
