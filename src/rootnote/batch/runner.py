"""Many notes to their records, in one process or several: always in the order of the notes, and one bad note never ends the run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache, partial
from math import inf
from numbers import Integral, Real
from pathlib import Path
from typing import TypeAlias, TypeVar

from spacy.language import Language

from rootnote.batch.identity import Result, ReviewFailure, Settings, identify
from rootnote.batch.processes import Job, Loss, in_processes
from rootnote.batch.resume import Kept, earlier_result
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting, chosen
from rootnote.errors import NoteError, RuleError
from rootnote.incidents import where_raised
from rootnote.loading import settle
from rootnote.record import NoteRecord
from rootnote.reviewer import loaded, refusal, refuse_no_pipeline, review
from rootnote.source import Encoding, Failure, Note

Item: TypeAlias = Note | Failure | Kept
Done = TypeVar("Done")

_FIRST_NOTE = "Left S1 radiculopathy due to L5-S1 disc herniation."
_MOST_WORDS = 30_000  # some 60 MB, or a few thousand notes


def review_many(
    notes: Iterable[Note],
    *,
    nlp: Language | None = None,
    config: Path | str | None = None,
    jobs: int = 1,
    setting: Setting | str = Setting.OUTPATIENT,
    linkage: Linkage | str = Linkage.EXPLICIT,
    timeout: float | None = None,
    on_failure: Callable[[Failure], object] | None = None,
) -> Iterator[NoteRecord]:
    """The records of the notes, in their order, as they become ready.

    With several ``jobs``, or a ``timeout`` (seconds for one note), notes are read in processes of their own, each with the pipeline of
    ``config`` (where processes are spawned, a script must start from ``if __name__ == "__main__":``); an ``nlp`` can't be shared with
    them, and giving one raises ``ValueError``. A note that fails, or whose process dies or takes too long, or which is none (its text is
    no string), goes to ``on_failure`` and the rest goes on; without ``on_failure`` it raises ``NoteError``.

    Raises ``ValueError`` for an unknown setting or linkage, less than one job, a timeout that is not above 0, and both ``nlp`` and
    ``config``; ``TypeError`` for notes that are no ``Note``, an ``nlp`` that is no pipeline, and an ``on_failure`` that can't be called.
    """
    settings = Settings(chosen(Setting, setting), chosen(Linkage, linkage), None if config is None else Path(config))
    if not isinstance(notes, Iterable):
        raise TypeError(f"notes must be an iterable of rootnote.Note, not {type(notes).__name__}")
    if on_failure is not None and not callable(on_failure):
        raise TypeError(f"on_failure must be a function of a rootnote.Failure, not {type(on_failure).__name__}")
    refuse_no_pipeline(nlp)
    if nlp is not None and config is not None:
        raise ValueError("nlp and config name a pipeline each; give one of them")
    refuse_limits(jobs=jobs, timeout=timeout)
    return _records(partial(finish_each, notes, _unchanged, nlp=nlp, settings=settings, jobs=jobs, timeout=timeout), on_failure)


def refuse_limits(*, jobs: int = 1, timeout: float | None = None) -> None:
    """Raises ``ValueError`` for numbers of processes and of seconds with which no note would be read."""
    if not isinstance(jobs, Integral) or jobs < 1:
        raise ValueError(f"jobs must be a whole number above 0, not {jobs!r}")
    if timeout is not None and not (isinstance(timeout, Real) and 0 < timeout < inf):
        raise ValueError(f"timeout must be a number of seconds above 0, or None for no limit, not {timeout!r}")


def _records(begin: Callable[[], Iterator[Result]], on_failure: Callable[[Failure], object] | None) -> Iterator[NoteRecord]:
    for result in begin():
        if isinstance(result, NoteRecord):
            yield result
        elif on_failure is not None:
            on_failure(result)
        else:
            raise NoteError(result.error)


def review_each(
    items: Iterable[Item],
    *,
    nlp: Language | None = None,
    config: Path | None = None,
    jobs: int = 1,
    setting: Setting = Setting.OUTPATIENT,
    linkage: Linkage = Linkage.EXPLICIT,
    timeout: float | None = None,
) -> Iterator[Result]:
    """For each item in its order the record, or the failure: its own, or that of the note that can't be processed."""
    return finish_each(items, _unchanged, nlp=nlp, settings=Settings(setting, linkage, config), jobs=jobs, timeout=timeout)


def finish_each(
    items: Iterable[Item],
    finish: Callable[[Result], Done],
    *,
    settings: Settings,
    nlp: Language | None = None,
    jobs: int = 1,
    timeout: float | None = None,
    start_method: str | None = None,
) -> Iterator[Done]:
    """What ``finish`` makes of each item's result, in the order of the items; it is called where the note is read, in other processes.

    ``start_method`` is how multiprocessing starts them, None for the way of the platform.
    """
    items = map(_as_given, items)
    if jobs == 1 and timeout is None:
        return map(partial(_finished, finish=finish, settings=settings, nlp=loaded(settings.config) if nlp is None else nlp), items)
    if nlp is not None:
        raise ValueError("a pipeline can't be shared between processes; give config instead of nlp, or jobs=1 and no timeout")
    job = Job(
        prepare=partial(prepare, settings.config),
        work=partial(_finished, finish=finish, settings=settings),
        is_quick=_is_failure,
        lose=partial(_lost, finish=finish, settings=settings),
        is_worn=partial(is_worn, settings.config),
    )
    return in_processes(items, job, jobs=jobs, timeout=timeout, start_method=start_method)


def prepare(config: Path | None) -> None:
    """Loads the pipeline and all tables in a process of ours, so that those started later in a run read no file that has changed since.

    They live as long as it.
    """
    with suppress(NoteError):
        review(_FIRST_NOTE, nlp=loaded(config))
    _words_of_rules(config)
    settle()


def is_worn(config: Path | None) -> bool:
    """Whether a process has met so many words that its memory should be given back: spaCy keeps each word it ever saw."""
    return len(loaded(config).vocab.strings) - _words_of_rules(config) > _MOST_WORDS


@cache
def _words_of_rules(config: Path | None) -> int:
    """How many words the pipeline knew before the first note."""
    return len(loaded(config).vocab.strings)


def _unchanged(result: Result) -> Result:
    return result


def _as_given(item: Item) -> Item:
    """The item, or the failure of a note that is none: it has no text that a result could depend on."""
    if isinstance(item, Failure | Kept):
        return item
    if not isinstance(item, Note):
        raise TypeError(f"each note must be a rootnote.Note, not {type(item).__name__}")
    return refusal(item) or item


def _is_failure(item: Item) -> bool:
    return isinstance(item, Failure)


def _reviewed(note: Note, pipeline: Language, settings: Settings) -> Result:
    try:
        record = review(note.text, nlp=pipeline, note_id=note.id, setting=settings.setting, linkage=settings.linkage)
    except NoteError as error:
        return ReviewFailure(note.id, str(error), identify(note, settings, pipeline))
    return record if note.encoding is record.encoding else replace(record, encoding=Encoding(note.encoding))


def _finished(item: Item, *, finish: Callable[[Result], Done], settings: Settings, nlp: Language | None = None) -> Done:
    """What ``finish`` makes of an item; an error of its own is a failure of the note, too."""
    if isinstance(item, Failure):
        return finish(item)
    note, earlier = (item.note, earlier_result(item, settings)) if isinstance(item, Kept) else (item, None)
    pipeline = loaded(settings.config) if nlp is None else nlp
    try:
        return finish(earlier or _reviewed(note, pipeline, settings))
    except RuleError:
        raise
    except Exception as error:
        reason = where_raised(error)
    return finish(ReviewFailure(note.id, f"{note.id}: {reason}", identify(note, settings, pipeline)))


def _lost(item: Item, loss: Loss, *, finish: Callable[[Result], Done], settings: Settings) -> Done:
    if isinstance(item, Failure):
        return finish(item)
    note = item.note if isinstance(item, Kept) else item
    return finish(ReviewFailure(note.id, f"{note.id}: {loss}", identify(note, settings)))
