"""Many notes to their records, in one process or several: always in the order of the notes, and one bad note never ends the run."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

from spacy.language import Language

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.errors import NoteError
from rootnote.record import NoteRecord
from rootnote.reviewer import loaded, review
from rootnote.source import Failure, Note

Item: TypeAlias = Note | Failure
Result: TypeAlias = NoteRecord | Failure

_NOTES_PER_CHUNK = 16
_CHUNKS_PER_JOB = 3  # one being worked on and two waiting, so that no process runs dry and memory stays flat


def review_many(
    notes: Iterable[Note],
    *,
    nlp: Language | None = None,
    config: Path | None = None,
    jobs: int = 1,
    setting: Setting = Setting.OUTPATIENT,
    linkage: Linkage = Linkage.EXPLICIT,
    on_failure: Callable[[Failure], object] | None = None,
) -> Iterator[NoteRecord]:
    """The records of the notes, in their order, as they become ready.

    With several ``jobs`` each process loads the pipeline of ``config`` (a script must then start from ``if __name__ == "__main__":``); an
    ``nlp`` can't be shared with them, and giving one raises ``ValueError``. A note that fails goes to ``on_failure`` and the rest goes on;
    without ``on_failure`` it raises ``NoteError``.
    """
    for result in review_each(notes, nlp=nlp, config=config, jobs=jobs, setting=setting, linkage=linkage):
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
) -> Iterator[Result]:
    """For each item in its order the record, or the failure: its own, or that of the note that can't be processed."""
    if jobs == 1:
        pipeline = loaded(config) if nlp is None else nlp
        return (_review_item(item, pipeline, setting, linkage) for item in items)
    if nlp is not None:
        raise ValueError("a pipeline can't be shared between processes; give config instead of nlp, or jobs=1")
    return in_processes(items, partial(_review_chunk, config=config, setting=setting, linkage=linkage), jobs)


def _review_item(item: Item, pipeline: Language, setting: Setting, linkage: Linkage) -> Result:
    if isinstance(item, Failure):
        return item
    try:
        return review(item.text, nlp=pipeline, note_id=item.id, setting=setting, linkage=linkage)
    except NoteError as error:
        return Failure(item.id, str(error))


def _review_chunk(chunk: tuple[Item, ...], config: Path | None, setting: Setting, linkage: Linkage) -> list[Result]:
    pipeline = loaded(config)
    return [_review_item(item, pipeline, setting, linkage) for item in chunk]


Work: TypeAlias = Callable[[tuple[Item, ...]], list[Result]]


def in_processes(items: Iterable[Item], work: Work, jobs: int) -> Iterator[Result]:
    """What ``work`` makes of the items, in their order; it runs in ``jobs`` fresh processes, on chunks, and must be importable there.

    When a process dies, the notes that were on their way are done again one by one, and the note that kills its process is a ``Failure``.
    """
    waiting: deque[tuple[tuple[Item, ...], Future[list[Result]]]] = deque()
    pool = _start(jobs)
    try:
        for chunk in _chunks(items):
            if len(waiting) == jobs * _CHUNKS_PER_JOB:
                yield from _finish(*waiting.popleft(), work)
            try:
                future = pool.submit(work, chunk)
            except BrokenProcessPool:
                pool = _start(jobs)
                future = pool.submit(work, chunk)
            waiting.append((chunk, future))
        while waiting:
            yield from _finish(*waiting.popleft(), work)
    finally:
        pool.shutdown(cancel_futures=True)


def _finish(chunk: tuple[Item, ...], future: Future[list[Result]], work: Work) -> Iterator[Result]:
    try:
        yield from future.result()
    except BrokenProcessPool:
        yield from _one_by_one(chunk, work)


def _one_by_one(chunk: tuple[Item, ...], work: Work) -> Iterator[Result]:
    pool = _start(1)
    for item in chunk:
        try:
            yield from pool.submit(work, (item,)).result()
        except BrokenProcessPool:
            yield Failure(item.id, f"{item.id}: the process that read it died")
            pool = _start(1)
    pool.shutdown()


def _start(jobs: int) -> ProcessPoolExecutor:
    """New processes, spawned on every system: a fork would copy the threads' locks of the progress display."""
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_parent)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _chunks(items: Iterable[Item]) -> Iterator[tuple[Item, ...]]:
    iterator = iter(items)
    while chunk := tuple(islice(iterator, _NOTES_PER_CHUNK)):
        yield chunk
