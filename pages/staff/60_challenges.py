"""Challenges: attach a published critique to a figure."""

from dashboard.view.admin import challenges

challenges()
