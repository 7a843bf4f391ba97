"""What we count, what we compute and who stands behind it: plain Python, no disk, clock, SQL or screen."""
