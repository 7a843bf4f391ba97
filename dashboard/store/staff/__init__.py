"""Who signs in, what they do to a quarter before it is public, and the log of it: nothing that the public reads."""
