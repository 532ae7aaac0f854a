"""The formats in which sheets leave for annotators' tools and come back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rootnote.annotation import brat, doccano, inception, label_studio, prodigy
from rootnote.annotation.sheet import Returned, Sheet
from rootnote.annotation.tools import Layer, ToolFormat


@dataclass(frozen=True, slots=True)
class Codec:
    """How a format is written into a folder, and read from what the tool gives back."""

    write: Callable[[Sequence[Sheet], Path, Collection[Layer]], None]
    read: Callable[[Path], Iterator[Returned]]


CODECS = {
    ToolFormat.BRAT: Codec(brat.write, brat.read),
    ToolFormat.PRODIGY: Codec(prodigy.write, prodigy.read),
    ToolFormat.LABEL_STUDIO: Codec(label_studio.write, label_studio.read),
    ToolFormat.DOCCANO: Codec(doccano.write, doccano.read),
    ToolFormat.INCEPTION: Codec(inception.write, inception.read),
}
