"""NoteFacts to ICD-10-CM codes, with the steps that led there."""
