"""Basic data: the lists that other pages choose from."""
