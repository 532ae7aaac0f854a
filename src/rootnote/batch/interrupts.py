"""Ctrl-C where it must wait: in the middle of a line, and while a process starts."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType


@contextmanager
def undivided() -> Iterator[None]:
    """Lets an interrupt wait for the end of what is done within it; a second one doesn't wait."""
    if current_thread() is not main_thread():  # interrupts are the main thread's
        yield
        return
    waiting: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        if waiting:
            raise KeyboardInterrupt
        waiting.append(number)

    handler = signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
    if waiting:
        signal.raise_signal(signal.SIGINT)


@contextmanager
def unheard_by_children() -> Iterator[None]:
    """Processes that are started within it never hear an interrupt, not even before they can say that they ignore it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
