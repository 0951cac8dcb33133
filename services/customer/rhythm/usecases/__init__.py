"""What is done in work by tier."""
