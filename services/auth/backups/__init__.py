"""What is known of the backups of the house: who looks after it sees here when the last proven one was taken."""
