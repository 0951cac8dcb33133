"""The rules of what waits for a check."""
