"""What every service stands on: no business word in here."""
