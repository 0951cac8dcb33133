"""Imports: files of customers and of transactions, from the upload to the check, and back."""
