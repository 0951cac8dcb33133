"""What waits for a check by the person."""
