"""What was asked, and which links were tried in vain."""
