"""Figures, repeatable: each script makes its own data, measures beside a floor or a peer, and prints a table."""
