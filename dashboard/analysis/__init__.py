"""Ledger rows and figures in, figures out: endings of eligible calls, comparable groups, who checked how many."""
