"""Merging: customers that are there twice, found, put together, and taken apart again."""
