"""What can be chosen when records leave for an annotators' tool. The command line imports this before it knows what to do."""

from __future__ import annotations

from enum import StrEnum


class ToolFormat(StrEnum):
    """A tool, by the name that the command line takes."""

    BRAT = "brat"
    PRODIGY = "prodigy"
    LABEL_STUDIO = "label-studio"
    DOCCANO = "doccano"
    INCEPTION = "inception"


class Layer(StrEnum):
    """What a labelled place is evidence of."""

    ELEMENT = "element"
    CONDITION = "condition"
    CODE = "code"
    FINDING = "finding"

    @property
    def is_asserted(self) -> bool:
        """Whether its places also say how the author states them."""
        return self in (Layer.CONDITION, Layer.FINDING)
