"""The rules of the customer service: pure functions, time is an argument."""
