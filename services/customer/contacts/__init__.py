"""Contacts of customers, and notes of contacts with them."""
