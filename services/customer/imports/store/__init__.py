"""The tables of imports, their named queries, and the files as they were sent."""
