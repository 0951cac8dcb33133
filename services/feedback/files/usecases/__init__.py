"""What is done with case files."""
