"""Tables out of files that people send: CSV in any usual encoding, Excel and OpenDocument workbooks.

Nothing is guessed in silence: what was read says how it was read, a cell that cannot be trusted is named with its row
and column, and a file that would hurt whoever reads it is refused."""
