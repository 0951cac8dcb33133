"""The feedback service.

Owns: cases (feedback and complaints), what was done on them and answered, the desks they lie on and their deadlines,
      files of cases and their check.
Says: CaseChanged.
Hears: CustomerChanged, TierAssigned (whose case it is, and how urgent), StaffChanged, DepartmentChanged (who may see
       what), AccessOpened (whose cases a view request opens), AccessEnded (whose token no longer holds).
"""
