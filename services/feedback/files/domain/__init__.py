"""The rules of case files."""
