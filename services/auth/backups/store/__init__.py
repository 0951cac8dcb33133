"""The tables and their named queries."""
