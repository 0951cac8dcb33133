"""The rules of the auth service: pure functions, time is an argument."""
