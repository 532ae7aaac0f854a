"""Gold annotations: formats, agreement, evaluation."""
