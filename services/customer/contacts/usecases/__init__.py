"""What is done with contacts and with notes of contacts."""
