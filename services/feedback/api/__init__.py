"""The routes of the feedback service: thin."""
