"""Certify: a second person looks at what would be published, certifies it, and publishes it."""

from dashboard.view.staff.certify import certify

certify()
