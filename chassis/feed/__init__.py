"""News between services: an ordered log in PostgreSQL, pushed through Celery, acknowledged.

Correctness rests on the databases of the two sides alone. A service writes its events to its own log in the
transaction of the change (``log``); its relay numbers them and pushes them to the subscribers within a window
(``relay``); a subscriber applies a batch and moves its cursor in one transaction (``delivery``) and acknowledges
(``acks``). What the broker loses is sent again, what it repeats is known by its position, what it reorders is
refused and asked for again.
"""

from chassis.feed.consumers import Consumers

__all__ = ["Consumers"]
