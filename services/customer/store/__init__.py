"""The tables of the customer service and their named queries."""
