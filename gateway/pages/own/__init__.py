"""The person's own data and password."""
