"""Charts: from figures to a specification, its sentence and its table."""
