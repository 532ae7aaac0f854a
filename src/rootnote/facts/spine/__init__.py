"""Findings of the spine: discs, wear and narrowing, where they are, and which are denied, operated on or set aside."""
