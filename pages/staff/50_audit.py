"""Audit log: who did what, when and why."""

from dashboard.view.staff.admin import audit_log

audit_log()
