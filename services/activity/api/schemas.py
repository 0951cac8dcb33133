"""What comes into and goes out of more than one resource of the activity service."""
