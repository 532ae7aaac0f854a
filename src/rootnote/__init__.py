"""Reads spine notes: facts, the ICD-10-CM codes they support, and what is missing."""

__version__ = "0.1.0"
