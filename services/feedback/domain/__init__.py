"""The rules of the feedback service: pure functions, time is an argument."""
