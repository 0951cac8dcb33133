"""Backups that prove themselves: taken at one moment, encrypted, restored at once into a scratch place and compared."""
