"""Who asks and what they may: read from a signed token, without asking anybody."""

from chassis.auth.actor import SYSTEM, Actor, Scope

__all__ = ["SYSTEM", "Actor", "Scope"]
