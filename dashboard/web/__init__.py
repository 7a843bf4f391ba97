"""The light edition, open data, feed and headers: plain HTTP beside the application, no JavaScript."""
