"""Which files with rows the pages offer to choose."""

from __future__ import annotations

TABLE_FILES = ".csv,.tsv,.txt,.gz,.xlsx,.xlsm,.xls,.ods,.et,text/csv"
"""Endings as a file input takes them; what a file is its content says."""
