"""Accounts of a team: who may sign in, what each may do in which project, sessions and API tokens.

They are kept in a small database of their own, beside the stores and never in one. A store is what people copy, export
and hand on; password hashes have no place in it, and one server may serve several stores with one set of accounts.
"""

from whipcount.accounts.accounts import Accounts, open_accounts
from whipcount.accounts.records import ROLES, Account, Identity, Role, Token, project_name, role_named, role_rank

__all__ = [
    "ROLES",
    "Account",
    "Accounts",
    "Identity",
    "Role",
    "Token",
    "open_accounts",
    "project_name",
    "role_named",
    "role_rank",
]
