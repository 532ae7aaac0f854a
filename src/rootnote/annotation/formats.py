"""The formats in which sheets leave for annotators' tools and come back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rootnote.annotation import brat, doccano, inception, label_studio, prodigy
from rootnote.annotation.files import ToolFile, differs, write_file
from rootnote.annotation.sheet import Returned, Sheet
from rootnote.annotation.tools import Layer, ToolFormat


@dataclass(frozen=True, slots=True)
class Codec:
    """The files of a format, and how it is read from what the tool gives back."""

    files: Callable[[Sequence[Sheet], Collection[Layer]], Iterator[ToolFile]]
    read: Callable[[Path], Iterator[Returned]]

    def changed(self, sheets: Sequence[Sheet], folder: Path, layers: Collection[Layer]) -> list[Path]:
        """The paths where something else stands than what ``write`` would write: what an annotator has saved, or a file of another's.

        Raises as ``write`` does.
        """
        return [path for file in self.files(sheets, layers) if differs(path := folder / file.name, file)]

    def write(self, sheets: Sequence[Sheet], folder: Path, layers: Collection[Layer]) -> None:
        """Writes the files into a folder. Raises ``OutputError``, and ``SourceError`` when a package that the format needs is missing."""
        for file in self.files(sheets, layers):
            write_file(folder / file.name, file.content())


CODECS = {
    ToolFormat.BRAT: Codec(brat.files, brat.read),
    ToolFormat.PRODIGY: Codec(prodigy.files, prodigy.read),
    ToolFormat.LABEL_STUDIO: Codec(label_studio.files, label_studio.read),
    ToolFormat.DOCCANO: Codec(doccano.files, doccano.read),
    ToolFormat.INCEPTION: Codec(inception.files, inception.read),
}
