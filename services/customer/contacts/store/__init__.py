"""The named queries of contacts and of notes of contacts."""
