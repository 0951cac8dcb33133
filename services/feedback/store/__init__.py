"""The tables of the feedback service and their named queries."""
