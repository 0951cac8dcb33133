"""Named reads that more than one resource of the activity service needs."""
