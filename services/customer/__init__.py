"""The customer service.

Owns: customers (persons and companies), their contacts, service records and transactions, who owns a customer, the
      checking of entries and changes, masking and revealing, access requests, ownership transfers, imports, exports,
      merges, the trail of changes and the log of readings.
Says: CustomerChanged, TransactionsRecorded, AccessOpened, NoticeRaised.
Hears: StaffChanged, DepartmentChanged (who may see what), AccessEnded (whose token no longer holds), TierAssigned (a
       customer's tier), CaseChanged (who has a case of it in hand, and sees its numbers plain meanwhile).
"""
