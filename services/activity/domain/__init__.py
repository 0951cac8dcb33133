"""The rules of the activity service: pure functions, time is an argument."""
