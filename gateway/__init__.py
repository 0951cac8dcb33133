"""The staff's web pages and the one door to the API. No database, no business rule, no second validation."""
