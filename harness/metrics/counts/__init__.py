"""The blocks of the summary, one file each: fold(event), and the value as `summary.json` has it."""
