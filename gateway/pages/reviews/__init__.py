"""The review of accounts."""
