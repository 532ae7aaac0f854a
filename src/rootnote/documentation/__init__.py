"""NoteFacts and codes to elements, gaps, queries and warnings."""
