"""The tables of case files, and their named queries."""
