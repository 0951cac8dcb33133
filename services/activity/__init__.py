"""The activity service.

Owns: notices and how each person wants to be told
Says: nothing yet.
Hears: StaffChanged, DepartmentChanged (who may see what), AccessEnded (whose token no longer holds).
"""
