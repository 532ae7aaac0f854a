"""One run at a time writes to a place.

The lock is the operating system's, on a file beside the output, so that it goes with the run however that ends: a file that only stands
there would outlive a kill. It is one that processes do not inherit: a worker that is still busy does not hold it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EACCES, EAGAIN, EDEADLK
from pathlib import Path

from rootnote.batch.writers import is_device, make_folders_above, naming
from rootnote.errors import OutputError

_TAKEN = (EACCES, EAGAIN, EDEADLK)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keeps other runs from writing to a file or folder while this one does; folders above it that are missing are made.

    Nothing is kept from a device or a pipe.

    Raises ``OutputError`` when another run holds it, or when no file can be made beside it.
    """
    if is_device(path):
        yield
        return
    place = path.resolve()
    lock = place.with_name(f"{place.name}.lock")
    with naming(path):
        make_folders_above(lock)
        handle = _locked(lock, path)
    try:
        yield
    finally:
        # Removed while it is held, so that no one else's is; where an open file can't be removed, after it is closed.
        with suppress(OSError):
            lock.unlink()
        os.close(handle)
        if sys.platform == "win32":
            with suppress(OSError):
                lock.unlink()


def _locked(lock: Path, path: Path) -> int:
    while True:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _hold(handle)
            # Another run may have removed the file, and ended, since it was opened: then a third one would not see this lock.
            if os.path.samestat(os.fstat(handle), lock.stat()):
                return handle
        except FileNotFoundError:
            pass
        except OSError as error:
            if error.errno in _TAKEN:
                os.close(handle)
                raise OutputError(f"{path}: another run is writing to it") from None
            return handle  # a file system without locks
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _hold(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _hold(handle: int) -> None:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
