"""The tables of the activity service and their named queries."""
