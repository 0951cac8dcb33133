"""Asking, answering by a link, noting after a call."""
