"""Upload: from a spreadsheet to a draft that can be certified."""

from dashboard.view.staff.upload import upload

upload()
