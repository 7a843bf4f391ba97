"""The public ledger of mental-health dispatch: counts, figures, and who checked them."""
