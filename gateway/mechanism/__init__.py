"""How a section's pages are declared: a record's page, a list, a form, an action, a panel. A section under ``pages/``
says what is particular to it; how it is asked for, drawn, refused and answered is here, once."""
