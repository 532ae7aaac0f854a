"""Work on many items in several processes: results in the order of the items, bounded memory, and no item can stop the others.

Each process has a pipe of its own, so that one that dies, whatever it was doing, tears nothing that another one uses; a shared counter
tells which item it held. (``concurrent.futures`` gives up all work when one process dies and knows no time limit; pebble has time limits,
but its processes share one pipe, which a kill in the middle of a message leaves torn and locked.)
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from threading import Thread
from typing import Any, Generic, TypeVar, cast

from rootnote.batch.interrupts import undivided, unheard_by_children
from rootnote.errors import RootnoteError
from rootnote.incidents import where_raised

Item = TypeVar("Item")
Done = TypeVar("Done")

_BETWEEN_ITEMS = -1
_CHUNKS_PER_JOB = 3  # one being worked on and two waiting, so that no process runs dry
_FIRST_CHUNK = 4
_MOST_PER_CHUNK = 64
_MOST_STARTS = 3
_HINT = 'a script that starts processes must do so under if __name__ == "__main__":'


class Loss(StrEnum):
    """Why there is no result for an item."""

    DIED = "the process that read it died"
    TIMEOUT = "it took longer than the time limit"


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Job(Generic[Item, Done]):
    """What to do with the items. All of it is importable in another process."""

    prepare: Callable[[], object]
    """Called once in each process; its time does not count."""
    work: Callable[[Item], Done]
    """Called with each item. A ``RootnoteError`` that it raises ends the run."""
    is_quick: Callable[[Item], bool]
    """Whether the work on an item is so little that the parent does it."""
    lose: Callable[[Item, Loss], Done]
    """Called in the parent for an item that has no result."""
    is_worn: Callable[[], bool] = _never
    """Asked in each process after every message of items: whether it has grown so much that a new one should take its place."""


@dataclass(slots=True)
class _Chunk(Generic[Item, Done]):
    """Items that follow each other, and as many places for their results."""

    items: Sequence[Item]
    results: dict[int, Done] = field(default_factory=dict)

    def is_done(self) -> bool:
        return len(self.results) == len(self.items)


@dataclass(frozen=True, slots=True)
class _Task(Generic[Item, Done]):
    """Items of a chunk, by their places in it, that one process gets in one message."""

    chunk: _Chunk[Item, Done]
    places: tuple[int, ...]


def in_processes(
    items: Iterable[Item], job: Job[Item, Done], *, jobs: int, timeout: float | None = None, start_method: str | None = None
) -> Iterator[Done]:
    """What ``job`` makes of the items, in their order. The processes have started when this returns.

    ``timeout`` limits the work on one item, in seconds: an item that hangs is given up after between one and two times as long.
    ``start_method`` is one of multiprocessing, None for that of the platform. Raises ``RootnoteError`` when processes die before any work.
    """
    context = get_context(start_method)
    if context.get_start_method() == "fork":
        job.prepare()  # once, before there is more than one process to share it
    running = _run(items, job, partial(_Worker, context, job, timeout), jobs)
    next(running)  # whatever ends it from here on, also before the first item, ends the processes
    return cast(Iterator[Done], running)


def _run(items: Iterable[Item], job: Job[Item, Done], make: Callable[[], _Worker[Item, Done]], jobs: int) -> Iterator[Done | None]:
    """None once the processes have started, then what the job makes of the items."""
    crew: list[_Worker[Item, Done]] = []
    chunks = _chunks(items, jobs)
    window: deque[_Chunk[Item, Done]] = deque()
    waiting: deque[_Task[Item, Done]] = deque()
    try:
        for _ in range(jobs):
            with undivided():  # a process that has started is one that will be stopped
                crew.append(make())
        yield None
        while True:
            while len(window) < len(crew) * _CHUNKS_PER_JOB and (chunk := next(chunks, None)) is not None:
                window.append(chunk)
                chunk.results.update((place, job.work(item)) for place, item in enumerate(chunk.items) if job.is_quick(item))
                waiting.extend(_left_of(chunk, range(len(chunk.items))))
                _hand_out(waiting, crew)
            if not window:
                return
            while not window[0].is_done():
                _hand_out(waiting, crew)
                waiting.extendleft(_collect(crew, job))
            first = window.popleft()
            yield from (first.results[place] for place in range(len(first.items)))
    finally:
        try:
            _stop(crew)
        except KeyboardInterrupt:  # no process is left, whenever it comes
            _stop(crew)
            raise


def _stop(crew: Sequence[_Worker[Any, Any]]) -> None:
    for worker in crew:
        worker.stop()


def _chunks(items: Iterable[Item], jobs: int) -> Iterator[_Chunk[Item, Any]]:
    """Chunks that grow with the number of items so far: a short run is spread evenly, a long one spends little time on messages."""
    chunk: list[Item] = []
    before = 0
    for item in items:
        chunk.append(item)
        if len(chunk) >= min(_MOST_PER_CHUNK, _FIRST_CHUNK + before // (32 * jobs)):
            yield _Chunk(chunk)
            before += len(chunk)
            chunk = []
    if chunk:
        yield _Chunk(chunk)


def _hand_out(waiting: deque[_Task[Item, Done]], crew: list[_Worker[Item, Done]]) -> None:
    for worker in crew:
        if waiting and worker.task is None:
            worker.give(waiting.popleft())


def _collect(crew: list[_Worker[Item, Done]], job: Job[Item, Done]) -> Iterator[_Task[Item, Done]]:
    """Waits until a process has finished its task, died or reached the limit; what is left of tasks that were lost is to be done again."""
    busy = [(worker, worker.task) for worker in crew if worker.task is not None]
    limits = [worker.seconds_left() for worker, _ in busy if worker.timeout is not None]
    ready = wait([worker.connection for worker, _ in busy], min(limits, default=None))
    for worker, task in busy:
        if worker.connection in ready:
            results = worker.take()
            if results is not None:
                task.chunk.results.update(zip(task.places, results, strict=True))
                continue
            loss = Loss.DIED
        elif worker.seconds_left() > 0 or not worker.is_stuck():
            continue
        else:
            loss = Loss.TIMEOUT
        held = worker.restart()
        if held != _BETWEEN_ITEMS:
            place = task.places[held]
            task.chunk.results[place] = job.lose(task.chunk.items[place], loss)
        yield from _left_of(task.chunk, task.places)


def _left_of(chunk: _Chunk[Item, Done], places: Iterable[int]) -> Iterator[_Task[Item, Done]]:
    if left := tuple(place for place in places if place not in chunk.results):
        yield _Task(chunk, left)


class _Worker(Generic[Item, Done]):
    """One process, started anew when it dies, and the task it has."""

    def __init__(self, context: BaseContext, job: Job[Item, Done], timeout: float | None) -> None:
        self.task: _Task[Item, Done] | None = None
        self._context = context
        self._job = job
        self.timeout = timeout
        self._position = context.RawValue("l", _BETWEEN_ITEMS)
        self._starts = 0
        self._start()

    def _start(self) -> None:
        self._starts += 1
        self._position.value = _BETWEEN_ITEMS
        self.connection, theirs = self._context.Pipe()
        arguments = (theirs, self._position, self._job.prepare, self._job.work, self._job.is_worn)
        self._process = self._context.Process(target=_serve, args=arguments, daemon=True)  # type: ignore[attr-defined]
        with unheard_by_children():
            self._process.start()
        theirs.close()

    def give(self, task: _Task[Item, Done]) -> None:
        self.task = task
        self._watch()
        try:
            self.connection.send([task.chunk.items[place] for place in task.places])
        except OSError:  # it died while idle, which shows when its answer is awaited
            return

    def take(self) -> list[Done] | None:
        """The results of the task, None when the process died. Raises the ``RootnoteError`` that ended its work."""
        try:
            answer = self.connection.recv()
        except (EOFError, OSError):
            return None
        if isinstance(answer, RootnoteError):
            raise answer
        self.task = None
        self._starts = 0
        results: list[Done] = answer
        return results

    def seconds_left(self) -> float:
        """Until the limit of the item that was seen last."""
        return float("inf") if self.timeout is None else max(0.0, self._since + self.timeout - time.monotonic())

    def is_stuck(self) -> bool:
        """Whether the process still has the item that it had when it was last looked at. A process that has not begun is not stuck."""
        stuck: bool = self._seen == self._position.value != _BETWEEN_ITEMS
        if not stuck:
            self._watch()
        return stuck

    def _watch(self) -> None:
        self._seen = self._position.value
        self._since = time.monotonic()

    def restart(self) -> int:
        """Ends the process and starts another; gives the place in its task of the item that it held."""
        with undivided():
            return self._restarted()

    def _restarted(self) -> int:
        self.stop()
        held: int = self._position.value
        self.task = None
        if held != _BETWEEN_ITEMS:
            self._starts = 0
        if self._starts >= _MOST_STARTS:
            raise RootnoteError(f"{self._starts} processes died one after the other before they read a note; {_HINT}")
        self._start()
        return held

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _serve(
    connection: Connection, position: Any, prepare: Callable[[], object], work: Callable[[Item], Done], is_worn: Callable[[], bool]
) -> None:
    """The life of a process: tasks in, results out, until it is worn, or the parent closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what an interrupt means
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        prepare()
        while not is_worn():
            results = []
            for place, item in enumerate(connection.recv()):
                position.value = place
                results.append(work(item))
            position.value = _BETWEEN_ITEMS
            connection.send(results)
    except RootnoteError as error:
        connection.send(error)
    except (EOFError, OSError):
        return
    except Exception as error:  # multiprocessing would print it, and its message may quote a note
        connection.send(RootnoteError(f"stopped by an error in rootnote itself: {where_raised(error)}"))


def _end_with_parent() -> None:
    """Ends this process when the parent was killed, even from the midst of an item that hangs."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
