"""What the page says besides its sections."""

CONTENTS = "Contents"
SECONDS = "seconds of the run"
FAULTS = "What was done on purpose"
IN_HTML = "The charts stand in report.html."
