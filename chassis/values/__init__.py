"""Values as people write them in files and forms, read in one way everywhere: dates, moments, numbers, choices, what
stands for nothing, and headings of columns. Pure: no library of the web, no database, time zones are arguments."""

from chassis.values.unreadable import Unreadable

__all__ = ["Unreadable"]
