"""`python -m ops` is the `guanxi` command."""

from ops.cli import main

main()
