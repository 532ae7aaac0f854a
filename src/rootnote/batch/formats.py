"""The layouts in which results are written. The command line imports this before it knows what to do."""

from enum import StrEnum


class Format(StrEnum):
    """How results are written: whole records as lines, or four tables."""

    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
