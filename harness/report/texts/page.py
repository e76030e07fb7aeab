"""What the page says besides its sections."""

CONTENTS = "Contents"
SECONDS = "seconds of the run"
IN_HTML = "The charts stand in report.html."
