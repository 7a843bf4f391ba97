"""Accounts: who can sign in."""

from dashboard.view.staff.admin import accounts

accounts()
