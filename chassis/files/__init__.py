"""Files that people give to the house: where their bytes lie, and what looks through them first."""
