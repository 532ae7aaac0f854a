"""What the notebooks in ``annotations/notebooks`` call: batches to review, errors, agreement, and the trial of a site's rules.

Tables are pandas DataFrames, for further work in the notebook. Whatever shows a note holds its text.
"""
