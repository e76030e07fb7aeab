"""How what two witnesses saw is paired, and what is left over is named: one file a figure, pure functions."""
