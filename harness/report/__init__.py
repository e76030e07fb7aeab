"""The report of a run: made from its evidence alone, in the form in which people write such incidents up.

`digest.py` reads the evidence once; `sections/` make parts of it, one file each; `page.py` and `markdown.py` write
them down. What a section says is pure: the same evidence gives the same report.
"""
