"""The tables of the reporting service and their named queries."""
