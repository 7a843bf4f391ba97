"""The script that Streamlit runs for every visitor. It stands here, not beside `pages/`, so that only pages named
in the navigation can be reached."""

from dashboard.view import shell

shell.run()
