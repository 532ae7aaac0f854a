"""brat standoff: a .txt and an .ann file for each note, and the annotation.conf that brat needs to show and edit them.

A mark is a text-bound annotation (``T``) of a type such as ``element_reflex_exam``; since brat's types hold no points, a code has hyphens:
``code_M54-16``. An assertion is an attribute (``A``). brat has nothing for the whole document, so its fields hang on an annotation ``Note``
over the first word: those with one word as attributes, the others in its note (``#``) as ``roots: S1 left; codes: M54.17``.
Source: brat's manual, standoff format; offsets count code points. A span may not cross a line end, so it is written in fragments.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from rootnote.annotation.files import ToolFile, files_of, id_of, name_of, read_file, understood
from rootnote.annotation.sheet import (
    ASSERTIONS,
    Field,
    Mark,
    Returned,
    ReviewState,
    Sheet,
    checked,
    labels_of,
    load_fields,
)
from rootnote.annotation.tools import Layer

_NOTE: Final = "Note"
_COMMENT: Final = "comment"
#: What may not stand in a line of an .ann file: line ends of any kind, as brat's reader knows them, and tabs, which separate its columns.
_BREAK = re.compile("[\t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


def files(sheets: Sequence[Sheet], layers: Collection[Layer]) -> Iterator[ToolFile]:
    """The configuration, and a text and its annotations for each sheet."""
    yield ToolFile("annotation.conf", partial(configuration, layers))
    for sheet in sheets:
        name = name_of(sheet.id)
        yield ToolFile(f"{name}.txt", partial(str, sheet.text))
        yield ToolFile(f"{name}.ann", partial(standoff, sheet))


def read(path: Path) -> Iterator[Returned]:
    """The sheets of a folder of brat's files. Raises ``SourceError`` naming the file."""
    for file in files_of(path, ".ann"):
        text = read_file(file.with_suffix(".txt"))
        name = file.relative_to(path) if path.is_dir() else Path(file.name)
        note_id = id_of(name.with_suffix("").as_posix())
        yield Returned(understood(str(file), from_standoff, note_id, text, read_file(file)), ReviewState.REVIEWED)


def standoff(sheet: Sheet) -> str:
    """The .ann file of a sheet."""
    lines: list[str] = []
    first = re.search(r"\S+", sheet.text)
    whole = [(first.span(), _NOTE)] if first and sheet.fields else []
    for number, ((start, end), kind) in enumerate([*whole, *(((m.start, m.end), _type(m.label)) for m in sheet.marks)], start=1):
        places = _fragments(sheet.text, start, end)
        spans = ";".join(f"{one} {other}" for one, other in places)
        lines.append(f"T{number}\t{kind} {spans}\t{' '.join(sheet.text[one:other] for one, other in places)}")
    said = [(f"T{n}", "assertion", str(m.assertion)) for n, m in enumerate(sheet.marks, start=1 + len(whole)) if m.assertion]
    if whole:
        said += [("T1", name, sheet.fields[name][0]) for name in sheet.fields if _is_attribute(load_fields()[name])]
    lines += [f"A{number}\t{name} {target} {word}" for number, (target, name, word) in enumerate(said, start=1)]
    if whole and (words := _written(sheet.fields)):
        lines.append(f"#1\tAnnotatorNotes T1\t{words}")
    return "".join(f"{line}\n" for line in lines)


@dataclass(slots=True)
class _Annotated:
    kind: str
    spans: list[tuple[int, int]]
    attributes: dict[str, str] = field(default_factory=dict)
    note: str = ""


def from_standoff(note_id: str, text: str, annotations: str) -> Sheet:
    """The sheet of a .txt and an .ann file; relations, events and what else we don't write are passed over.

    Raises ``SourceError`` or ``ValueError`` for types and words that are none of ours.
    """
    found: dict[str, _Annotated] = {}
    rows = [line.split("\t") for line in annotations.replace("\r\n", "\n").split("\n") if line]
    for name, said, *_ in (row for row in rows if row[0].startswith("T")):
        kind, _, spans = said.partition(" ")
        found[name] = _Annotated(kind, [_offsets(span) for span in spans.split(";")])
    for name, said, *rest in rows:
        if name.startswith("A"):
            attribute, target, word = said.split(" ")
            found[target].attributes[attribute] = word
        elif name.startswith("#"):
            target = said.split(" ")[1]
            if target in found:
                found[target].note = "\t".join(rest)
    marks: list[Mark] = []
    fields: dict[str, tuple[str, ...]] = {}
    for one in found.values():
        if one.kind == _NOTE:
            fields = {name: (word,) for name, word in one.attributes.items()} | _spoken(one.note)
        else:
            label = _label(one.kind)
            marks += [Mark.of(start, end, label, one.attributes.get("assertion")) for start, end in _joined(text, one.spans)]
    return checked(Sheet(note_id, text, tuple(marks), fields))


def configuration(layers: Collection[Layer]) -> str:
    """The annotation.conf for these layers; brat wants all four sections, empty or not."""
    types = [_type(label) for label in labels_of(layers)]
    asserted = "|".join(_type(label) for layer in layers if layer.is_asserted for label in labels_of([layer]))
    attributes = [f"{one.name}\tArg:{_NOTE}, Value:{'|'.join(one.words)}" for one in load_fields().values() if _is_attribute(one)]
    if asserted:
        attributes.append(f"assertion\tArg:{asserted}, Value:{'|'.join(ASSERTIONS)}")
    sections = {"entities": [_NOTE, *types], "relations": [], "events": [], "attributes": attributes}
    return "\n".join(f"[{name}]\n" + "".join(f"{line}\n" for line in lines) for name, lines in sections.items())


def _type(label: str) -> str:
    return label.replace(".", "-")


def _label(kind: str) -> str:
    return kind.replace("-", ".")


def _is_attribute(one: Field) -> bool:
    return not (one.several or one.is_free)


def _offsets(span: str) -> tuple[int, int]:
    start, end = span.split(" ")
    return int(start), int(end)


def _fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a place that hold no line end; the place itself when it holds nothing else."""
    cuts = [start, *(at for found in _BREAK.finditer(text, start, end) for at in found.span()), end]
    return [(one, other) for one, other in zip(cuts[::2], cuts[1::2], strict=True) if one < other] or [(start, end)]


def _joined(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The places that fragments make: those with only blanks between them are one."""
    start, end = spans[0]
    for one, other in sorted(spans)[1:]:
        if text[end:one].strip():
            yield start, end
            start = one
        end = other
    yield start, end


def _written(fields: Mapping[str, tuple[str, ...]]) -> str:
    """The fields that no attribute can hold, in one line. The comment is last, so that it may hold any sign."""
    known = load_fields()
    lists = [f"{name}: {', '.join(values)}" for name, values in fields.items() if known[name].several]
    comment = [f"{_COMMENT}: {fields[_COMMENT][0]}"] if _COMMENT in fields else []
    return "; ".join([*lists, *comment])


def _spoken(note: str) -> dict[str, tuple[str, ...]]:
    """The fields that stand in the note of a document."""
    before, has_comment, comment = ("; " + note).partition(f"; {_COMMENT}: ")
    fields: dict[str, tuple[str, ...]] = {_COMMENT: (comment,)} if has_comment else {}
    for part in before.split(";"):
        name, _, values = part.partition(":")
        if name.strip():
            fields[name.strip()] = tuple(value.strip() for value in values.split(",") if value.strip())
    return fields
