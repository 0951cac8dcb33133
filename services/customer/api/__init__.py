"""The routes of the customer service: thin."""
