"""Rule, code, element and anatomy tables."""
