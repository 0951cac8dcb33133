"""Customers: find, enter, change, check."""
