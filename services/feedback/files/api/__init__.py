"""The routes of case files."""
