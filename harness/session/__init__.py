"""The hub: commands go in, events come out, snapshots are published."""
