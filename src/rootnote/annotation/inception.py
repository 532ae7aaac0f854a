"""INCEpTION: a UIMA CAS in XMI for each note, and the type system with the layers.

Each layer is a span layer ``webanno.custom.Element``, ``Condition``, ``Code`` or ``Finding`` with the feature ``label`` and, where
it is asserted, ``assertion``. The fields of the note are annotations of the document metadata layer ``webanno.custom.NoteField``
(``field``, ``value``), one a value; ``field`` "id" holds the id of the note, for INCEpTION names documents after their files.
Offsets are UTF-16 units in the file and code points in cassis. Signs that XML 1.0 does not allow are written as blanks; ``aligned``
puts the note's own text back.
Source: INCEpTION's user guide (UIMA CAS XMI, document metadata); dkpro-cassis.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from importlib import import_module
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from urllib.parse import quote

from rootnote.annotation.files import ToolFile, files_of, understood
from rootnote.annotation.sheet import Mark, Returned, ReviewState, Sheet, checked, visible
from rootnote.annotation.tools import Layer
from rootnote.errors import SourceError

TYPES: Final = "TypeSystem.xml"
_FIELD: Final = "webanno.custom.NoteField"
_ID: Final = "id"


def files(sheets: Sequence[Sheet], layers: Collection[Layer]) -> Iterator[ToolFile]:
    """The type system and an .xmi file for each sheet. Making their content raises ``SourceError`` without dkpro-cassis."""
    yield ToolFile(TYPES, lambda: str(_type_system(layers).to_xml()))
    for sheet in sheets:
        yield ToolFile(f"{quote(sheet.id, safe='')}.xmi", partial(xmi, sheet))


def read(path: Path) -> Iterator[Returned]:
    """The sheets of .xmi files, alone, in a folder or in the .zip that INCEpTION exports. Raises ``SourceError`` naming the file."""
    for place, content in _contents(path):
        yield Returned(understood(place, from_xmi, content), ReviewState.REVIEWED)


def xmi(sheet: Sheet) -> str:
    """The XMI of a sheet."""
    types = _type_system()
    cas = _cassis().Cas(types)
    cas.sofa_string, cas.sofa_mime = visible(sheet.text), "text/plain"
    for mark in sheet.marks:
        stated = {"assertion": str(mark.assertion)} if mark.assertion else {}
        cas.add(types.get_type(_type(mark.layer))(begin=mark.start, end=mark.end, label=mark.name, **stated))
    values = [(_ID, sheet.id), *((name, value) for name, values in sheet.fields.items() for value in values)]
    for name, value in values:
        cas.add(types.get_type(_FIELD)(field=name, value=visible(value)))
    return str(cas.to_xmi())


def from_xmi(content: bytes) -> Sheet:
    """The sheet of an XMI, which may hold other layers too. Raises ``ValueError`` or ``LookupError`` for what is none of ours."""
    cas = _cassis().load_cas_from_xmi(BytesIO(content), typesystem=_type_system(), lenient=True)
    marks = tuple(
        Mark.of(one.begin, one.end, f"{layer}_{one.label}", one.assertion if layer.is_asserted else None)
        for layer in Layer
        for one in cas.select(_type(layer))
    )
    fields: dict[str, tuple[str, ...]] = {}
    for one in cas.select(_FIELD):
        fields[one.field] = (*fields.get(one.field, ()), one.value)
    (note_id,) = fields.pop(_ID)
    return checked(Sheet(note_id, cas.sofa_string, marks, fields))


def _type(layer: Layer) -> str:
    return f"webanno.custom.{layer.capitalize()}"


def _type_system(layers: Collection[Layer] = tuple(Layer)) -> Any:
    types = _cassis().TypeSystem()
    for layer in layers:
        one = types.create_type(_type(layer))
        for feature in ("label", "assertion") if layer.is_asserted else ("label",):
            types.create_feature(one, feature, "uima.cas.String")
    field = types.create_type(_FIELD, supertypeName="uima.cas.AnnotationBase")
    for feature in ("field", "value"):
        types.create_feature(field, feature, "uima.cas.String")
    return types


def _cassis() -> ModuleType:
    try:
        return import_module("cassis")
    except ModuleNotFoundError:
        raise SourceError("XMI needs dkpro-cassis: pip install 'rootnote[annotations]'") from None


def _contents(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".zip":
        try:
            with zipfile.ZipFile(path) as archive:
                yield from ((f"{path}, {name}", archive.read(name)) for name in archive.namelist() if name.endswith(".xmi"))
        except (OSError, zipfile.BadZipFile):
            raise SourceError(f"{path}: not a whole zip file") from None
        return
    for file in files_of(path, ".xmi"):
        try:
            yield str(file), file.read_bytes()
        except OSError as error:
            raise SourceError(f"{file}: {error.strerror or 'not readable'}") from None
