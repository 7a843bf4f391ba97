"""Verify: record that figures were checked by somebody outside the program."""

from dashboard.view.staff.verify import verify

verify()
