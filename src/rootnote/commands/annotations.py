"""``rootnote annotations``: out to the annotators' tools, back in, and how far annotators agree."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from rootnote.annotation.tools import Layer, ToolFormat
from rootnote.commands.options import complain
from rootnote.commands.outputs import CHANGES, GOLD, Output, file_place, refuse_clashes
from rootnote.errors import OutputError

app = typer.Typer(help="Records for annotators: out to their tools, back in, and how far annotators agree.", no_args_is_help=True)

FormatArgument: TypeAlias = Annotated[ToolFormat, typer.Argument(metavar="FORMAT", help=f"One of: {', '.join(ToolFormat)}.")]
RecordsArgument: TypeAlias = Annotated[
    Path, typer.Argument(metavar="RECORDS", exists=True, dir_okay=False, help="JSONL of records or gold records.")
]
NotesArgument: TypeAlias = Annotated[Path, typer.Argument(metavar="NOTES", exists=True, help="The notes that the records were made from.")]
LayerOption: TypeAlias = Annotated[
    list[Layer] | None, typer.Option("--layer", help="Only evidence of this; can be given several times. Without it: all.")
]


@app.command("export")
def export_sheets(
    tool: FormatArgument,
    records: RecordsArgument,
    notes: NotesArgument,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", file_okay=False, help="Where to write; the files hold text of the notes.")],
    layer: LayerOption = None,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Replace files that hold something else, such as what an annotator has saved there.")
    ] = False,
) -> None:
    """Write records for an annotators' tool: the notes with their evidence labelled, so that a reviewer corrects.

    A file that is there already, and holds something else than the export, is left as it is, and nothing is written.
    """
    from rootnote.annotation.exchange import read_sheets
    from rootnote.annotation.formats import CODECS
    from rootnote.report.words import counted

    layers = tuple(layer or Layer)
    by_id, failed = read_sheets(records, notes, layers)
    sheets = list(by_id.values())
    refuse_clashes([Output(folder / file.name) for file in CODECS[tool].files(sheets, layers)], [records, notes])
    if not overwrite and (changed := CODECS[tool].changed(sheets, folder, layers)):
        more = f", as do {len(changed) - 1:,} more" if len(changed) > 1 else ""
        raise OutputError(
            f"{changed[0]}: it holds something else than this export{more}; nothing is written. "
            "Take annotators' work back first (annotations import), name another folder, or replace it with --overwrite"
        )
    CODECS[tool].write(sheets, folder, layers)
    complain(f"{counted(len(sheets), 'note')} in {folder}" + (f"; {failed} that could not be read are left out" if failed else ""))


@app.command("import")
def import_sheets(
    tool: FormatArgument,
    returned: Annotated[Path, typer.Argument(metavar="RETURNED", exists=True, help="The file or folder that comes back from the tool.")],
    records: RecordsArgument,
    notes: NotesArgument,
    output: Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write; standard output without.")] = None,
    changed: Annotated[
        str | None, typer.Option("--changes", metavar="FILE", help="Write the changes to this JSONL file, not as a table.")
    ] = None,
    layer: LayerOption = None,
    offsets: Annotated[bool, typer.Option("--offsets", help="Give evidence with its offsets, not only as a quote.")] = False,
    untouched: Annotated[bool, typer.Option("--untouched", help="Also take notes that nobody has worked on.")] = False,
) -> None:
    """Read what a reviewer corrected: gold records to standard output or a file, and what was changed."""
    from rich.console import Console

    from rootnote.annotation.exchange import read_sheets, take_back
    from rootnote.annotation.files import jsonl, write_file
    from rootnote.annotation.formats import CODECS
    from rootnote.annotation.rows import gold_row
    from rootnote.report.agreement import changes_table
    from rootnote.report.words import counted

    layers = tuple(layer or Layer)
    gold_place, changes_place = (file_place(name) if name else None for name in (output, changed))
    outputs = [Output(place, kind) for place, kind in ((gold_place, GOLD), (changes_place, CHANGES)) if place]
    refuse_clashes(outputs, [returned, records, notes])
    sent, _ = read_sheets(records, notes, layers)
    back = take_back(CODECS[tool].read(returned), sent, layers, untouched=untouched)
    rows = "".join(f"{gold_row(sheet, offsets=offsets)}\n" for sheet in back.sheets)
    if gold_place:
        write_file(gold_place, rows)
    else:
        typer.echo(rows, nl=False)
    if changes_place:
        write_file(changes_place, jsonl(change.as_dict() for change in back.changes))
    elif back.changes:
        Console(stderr=True, highlight=False).print(changes_table(back.changes))
    for doubt in back.doubts:
        complain(doubt)
    kept, changes, left_out = counted(len(back.sheets), "note"), counted(len(back.changes), "change"), counted(back.left_out, "note")
    complain(f"{kept}, {changes}, {left_out} left out, {back.missing} did not come back")


@app.command()
def agree(
    first: Annotated[Path, typer.Argument(metavar="A", exists=True, dir_okay=False, help="JSONL of one annotator.")],
    others: Annotated[list[Path], typer.Argument(metavar="B...", exists=True, dir_okay=False, help="JSONL of each other.")],
    notes: Annotated[Path | None, typer.Option(exists=True, help="The notes: also compare where evidence stands.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as one JSON object.")] = False,
) -> None:
    """Measure agreement field by field: Cohen's and Fleiss' kappa, Krippendorff's alpha, F1 of places."""
    import json

    from rich.console import Console

    from rootnote.annotation.agreement import agree as measure
    from rootnote.annotation.annotations import read_annotations, read_texts
    from rootnote.report.agreement import agreement

    annotators = [read_annotations(path) for path in (first, *others)]
    common = set.intersection(*(set(one) for one in annotators))
    found = measure(annotators, read_texts(notes, sorted(common)) if notes else None)
    if as_json:
        typer.echo(json.dumps(found.as_dict(), indent=2))
    else:
        Console(highlight=False).print(agreement(found))
