"""The activity service.

Owns: notices (who was told of what, and has read it), how each person wants to be told, the group robots of
      departments.
Says: nothing yet.
Hears: NoticeRaised (somebody should look at something); StaffChanged, DepartmentChanged, RoleChanged (who may do what
       to whose records, and so is told), AccessEnded (whose token no longer holds).
"""
