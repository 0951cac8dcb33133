"""The rules of the reporting service: pure functions, time is an argument."""
