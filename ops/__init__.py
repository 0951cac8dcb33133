"""Runs the whole fleet on one machine: servers, databases, processes, the `guanxi` command."""
