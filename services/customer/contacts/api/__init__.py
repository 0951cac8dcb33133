"""The routes of contacts and of notes of contacts."""
