"""What is done with news of backups."""
