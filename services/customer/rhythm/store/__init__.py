"""The tables and named queries of work by tier."""
