# Written by `python -m ops clients` from the services' OpenAPI documents; change those, and write it again.
"""The services as their documents describe them."""
