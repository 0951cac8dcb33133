"""The rules of asking: pure functions, time is an argument."""
