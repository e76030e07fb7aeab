"""A replay: a core that reads a recording instead of children, so a finished run is shown as a live one is.

`glance.py` reads enough for the first picture in one quick pass; `standing.py` is the run as it stood, folded from
its records; `projector.py` goes through the recording, forwards and (from its beginning) back; `core.py` is the
child that a window speaks to. Nothing is written.
"""
