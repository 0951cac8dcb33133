"""The rules of work by tier: pure functions, time is an argument."""
