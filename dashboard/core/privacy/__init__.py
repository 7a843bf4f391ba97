"""Small counts: how a quarter is taken apart, what the public will see of it, and the audit of that."""
