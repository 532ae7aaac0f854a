"""The report of a run: one HTML page that holds its figures and its notes, and needs nothing else."""
