"""Many notes: running, writing."""
