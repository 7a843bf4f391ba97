"""Challenges: attach a published critique to a figure."""

from dashboard.view.staff.admin import challenges

challenges()
