"""The staff's web pages and the proxy to the API. No database, no business rule, no second validation."""
