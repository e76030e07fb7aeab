"""A verdict on each hypothesis, from what the witnesses of a run told; pure."""
