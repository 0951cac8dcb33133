"""What is done with imports, a step at a time."""
