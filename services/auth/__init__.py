"""The auth service.

Owns: departments (a tree), staff, their passwords, second factors and links to a provider of sign-ins, roles and what
      they permit, sessions of the pages, access tokens, tokens for programs, the log of sign-ins, the reviews of
      accounts, links to set a password by, requests that need a second person, what came of the backups.
Says: StaffChanged, DepartmentChanged, RoleChanged, AccessEnded, NoticeRaised.
Hears: nothing.
"""
