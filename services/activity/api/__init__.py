"""The routes of the activity service: thin."""
