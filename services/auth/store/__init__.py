"""The tables of the auth service and their named queries."""
