"""Experiments: whether what a hypothesis claims happens with one thing, and not without it.

`design.py` says what an experiment is: arms that differ in one thing, and what is asked of their runs. Each stands
in a file of its own under `designs/`, found by being there; `designs/document.py` is the board of the document
that started the project. `order.py` says which run comes when, `conduct.py` carries them out; `weighing.py` and
`exact.py` make verdicts of what happened: pure. `front.py` is the command, with `progress.py` and `table.py`;
`desk.py` serves the window; `model.py` is what all of them speak of.

**By which the window follows it.** Of this room the window imports `model.py` only.

- It asks with `RunExperiment` (harness/commands.py) and ends it early with `StopExperiment`. As a matrix does, an
  experiment takes the place of the run that is going, which is ended as by `RunStop` and sealed; while it goes
  on, `RunStart`, `MatrixRun` and a second `RunExperiment` are refused with words (`Rejected`).
- The core answers with frames of their own, beside the snapshots: `ExperimentPlanned` once; `ExperimentTold`
  whenever a run begins or is over, with the verdicts as they stand; `ExperimentEnded` once.
- Every text in them is translated by the window; `Answer.sentence` alone is a quotation, in its own language.
"""
