"""Doc to NoteFacts: one module per kind of fact."""
