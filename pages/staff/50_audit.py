"""Audit log: who did what, when and why."""

from dashboard.view.admin import audit_log

audit_log()
