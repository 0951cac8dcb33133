"""Tokens for programs: made, revoked, exchanged for short access tokens."""
