"""Passwords and second factors that are lost: links to the person's own address, and what needs a second person."""
