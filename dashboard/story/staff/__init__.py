"""What staff pages say; nothing that the public reads imports it."""
