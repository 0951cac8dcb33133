"""The reporting service.

Owns: tier policies, the customers' tiers with their reasons, statistics, reports with their words, steps and review,
      how often they are drawn up and whom they go to, the emails that carry an approved one there.
Says: TierAssigned, ReportApproved, NoticeRaised.
Hears: CustomerChanged, TransactionsRecorded, CaseChanged (copies to compute tiers of and to count), StaffChanged,
       DepartmentChanged (who may see what, whom to write to), AccessOpened (whose tier a view request opens),
       AccessEnded (whose token no longer holds).
"""
