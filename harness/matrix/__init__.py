"""The matrix: server profile × transport × kind of client, each cell measured by real runs.

`plan.py` says which cells, and by what scenario; `conduct.py` runs them, side by side; `judge.py` makes the cell
of a run folder's events, and `why.py` its reasons in words; `measures/` are findings that belong to a profile;
`table.py` draws it for a terminal; `model.py` is what the others speak of.

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
