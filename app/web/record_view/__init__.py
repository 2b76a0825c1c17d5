"""The one base of every page of records. The stock view leaves holes between tenants; none of them is open here.

A view is a declaration: `record` (the kind in app/security/roles.py), the table, and every column by name. What is
declared is checked in `declared`; `listing`, `showing`, `writing` and `acting` are the pages; `base` is all of them.
"""
