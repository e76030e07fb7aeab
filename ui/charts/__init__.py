"""Charts: one renderer for each shape of figure."""
