"""Runs side by side: which figures differ, and whether by more than repeated runs differ among themselves.

`model.py` is what all speak of, the window too. `figures.py` names a summary's figures, `spread.py` has the one
rule of chance, `sides.py` reads what is compared, `compared.py` compares (pure), `table.py` and `page.py` show it,
`desk.py` serves the window. `series.py` is a scenario run several times, `baseline.py` what a run may not be worse
than, and `worse.py` the table of which way is worse.
"""
