"""The reporting service.

Owns: tier policies, the customers' tiers with their reasons, statistics, reports and their review, the emails that
      carry an approved report to the leadership.
Says: TierAssigned, ReportApproved.
Hears: CustomerChanged, TransactionsRecorded, CaseChanged (copies to compute tiers of and to count), StaffChanged,
       DepartmentChanged (who may see what, whom to write to), AccessEnded (whose token no longer holds).
"""
