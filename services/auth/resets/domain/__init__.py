"""The rules: pure functions, time is an argument."""
