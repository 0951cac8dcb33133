"""The routes of the auth service: thin."""
