"""The parts of a report, one file each: pure functions of the digest."""
