"""The routes of imports, and the check of rows."""
