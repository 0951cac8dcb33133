"""The review of accounts: does everybody who has one still need it."""
