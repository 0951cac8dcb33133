"""Reports: drawn up, reviewed, mailed."""
