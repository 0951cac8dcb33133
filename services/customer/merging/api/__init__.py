"""The routes of merging."""
