"""The only place that speaks SQL. Published rows are appended, never changed."""
