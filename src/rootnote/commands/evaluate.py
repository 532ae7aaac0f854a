"""``rootnote evaluate``: records against gold records."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", exists=True, dir_okay=False, help="JSONL of gold records.")],
    predicted: Annotated[Path, typer.Argument(metavar="PREDICTED", exists=True, dir_okay=False, help="JSONL that scan wrote.")],
    notes: Annotated[Path | None, typer.Option(exists=True, help="The notes: also score where evidence stands.")] = None,
    confusion: Annotated[bool, typer.Option("--confusion", help="Show which words are taken for which.")] = False,
    errors: Annotated[bool, typer.Option("--errors", help="List what is wrong, class by class.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as one JSON object.")] = False,
) -> None:
    """Compare records with gold records, field by field, with 95 % intervals; a dash where there is nothing to compare."""
    import json

    from rich.console import Console

    from rootnote.annotation.annotations import read_annotations, read_texts
    from rootnote.annotation.evaluation import evaluate as compare
    from rootnote.annotation.intervals import intervals
    from rootnote.commands.options import complain
    from rootnote.errors import SourceError
    from rootnote.report.scores import scores
    from rootnote.report.words import counted

    wanted, found = read_annotations(gold, complete=True), read_annotations(predicted)
    if not any(note_id in found and not found[note_id].says_nothing for note_id in wanted):
        raise SourceError(f"{predicted}: none of the {counted(len(wanted), 'gold note')} has a record there; are they of the same notes?")
    evaluation = compare(wanted, found, read_texts(notes, wanted) if notes else None)
    if unpredicted := evaluation.figures["notes_unpredicted"]:
        failed = sum(note_id in found and found[note_id].says_nothing for note_id in wanted)
        complain(
            f"{unpredicted} of {counted(len(wanted), 'gold note')} have no record in {predicted}"
            + (f", {failed} of them because the note failed" if failed else "")
            + "; all that gold says of them counts as missed"
        )
    sure = intervals(evaluation.samples)
    if as_json:
        typer.echo(json.dumps({**evaluation.as_dict(), "intervals": sure, **evaluation.details()}, indent=2))
    else:
        Console(highlight=False).print(scores(evaluation, sure, with_confusion=confusion, with_misses=errors))
