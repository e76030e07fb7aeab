"""The matrix: server profile × transport × kind of client, each cell measured by real runs.

`plan.py` says which cells, and by what scenario; `course.py` takes one run through its phases, `conduct.py` runs
them side by side and again until a cell is known. `seen.py` folds a run's events; `judge.py` makes the cell of
that and of the summary, `why.py` its reasons (`causes.py`, `aftermath.py`, `logged.py`): pure, so that the same
folder always gives the same cell. `measures/` are findings that belong to a profile, taken by `measuring.py`.
`front.py` is the command, with `progress.py` and `table.py`; `desk.py` serves the window; `model.py` is what all
of them speak of.

**By which the window follows it.** Of this room the window imports `model.py` only.

- It asks with `MatrixRun` (harness/commands.py; empty axes mean all there is) and ends it early with `MatrixStop`.
  A matrix takes the place of the run that is going, which is ended as by `RunStop` and sealed, for what runs
  beside it would disturb its times; while it goes on, `RunStart` and a second `MatrixRun` are refused with words
  (`Rejected`).
- The core answers with frames of their own, beside the snapshots: `MatrixPlanned` once, with the axes and every
  cell (those of an unavailable profile are complete already); `MatrixCell` whenever a cell begins or is measured;
  `MatrixFound` for each finding of a profile; `MatrixEnded` once. Profile, transport and client name a cell.
- `MatrixShow` with a `run` of a cell is answered by `MatrixShown`: the event log of that run, as `Logged` lines.
- A `Snapshot` carries nothing of a matrix: it stays that of the run that was ended.
"""
