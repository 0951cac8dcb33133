"""The routes of the reporting service: thin."""
