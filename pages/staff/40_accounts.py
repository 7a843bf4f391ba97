"""Accounts: who can sign in."""

from dashboard.view.admin import accounts

accounts()
