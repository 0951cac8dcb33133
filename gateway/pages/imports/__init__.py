"""Files of customers and transactions."""
