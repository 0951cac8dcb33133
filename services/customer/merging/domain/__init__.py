"""What two customers must be to be one, and how likely they are."""
