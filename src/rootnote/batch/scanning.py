"""Notes in, files out: a whole run, resumable."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from spacy.language import Language

from rootnote.batch.formats import Format
from rootnote.batch.identity import Settings
from rootnote.batch.outcomes import Outcome, outcome_of
from rootnote.batch.resume import EarlierResults
from rootnote.batch.runner import Item, finish_each
from rootnote.batch.writers import open_output
from rootnote.source import Failure, Note


def scan_each(
    notes: Iterable[Note | Failure],
    path: Path | None,
    layout: Format = Format.JSONL,
    *,
    settings: Settings,
    earlier: EarlierResults | None = None,
    nlp: Language | None = None,
    jobs: int = 1,
    timeout: float | None = None,
    written: bool = True,
) -> Generator[Outcome, None, None]:
    """Writes what comes of the notes, in their order, and gives each outcome once it is written; with ``written=False`` it only gives it.

    Results that ``earlier`` has are not made again. The output is whole only after the last outcome; closing the iterator before leaves the
    parts (see ``open_output``, which also says what is raised).
    """
    items: Iterable[Item] = notes if earlier is None else map(earlier.keep, notes)
    with open_output(path, layout) if written else nullcontext(_forget) as write:
        finish = partial(outcome_of, layout=layout)
        for outcome in finish_each(items, finish, settings=settings, nlp=nlp, jobs=jobs, timeout=timeout):
            write(outcome)
            yield outcome


def _forget(outcome: Outcome) -> None:
    pass
