"""What is done with entries and changes on their way to their check."""
