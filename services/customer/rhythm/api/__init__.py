"""The HTTP edge of work by tier."""
