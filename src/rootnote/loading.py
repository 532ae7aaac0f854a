"""Loading, and then reading, with little of the garbage collector: looking through what is to stay takes a tenth of the time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Within it no garbage is collected. Behind it things are as they were, and what was made counts as old: it is to stay."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            if not gc.get_freeze_count():  # else what someone has put away would come back
                gc.freeze()
                gc.unfreeze()
            gc.enable()


#: Objects made before the collector looks for garbage: a note makes some thousands, nearly all of which go away without it.
_MADE = 10_000


def settle() -> None:
    """For a process that has loaded all it needs: what there is now is never looked through again, and what is made later seldom."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_MADE, 20, 20)
