"""What a note is to be good for, beyond its codes."""

from __future__ import annotations

from enum import StrEnum


class Purpose(StrEnum):
    """A procedure that payers want documented in their own way."""

    ESI = "esi"
    TFESI = "tfesi"
    MRI = "mri"
    SURGERY = "surgery"
