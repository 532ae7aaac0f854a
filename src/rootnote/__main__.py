"""``python -m rootnote`` and the ``rootnote`` command: little enough that Ctrl-C is heard while the rest is still being imported."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing typing would double the time in which Ctrl-C is not heard yet
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> NoReturn:
    """Runs the command line. Never returns; interrupted at any time, it exits with 130 and no traceback."""
    try:
        from rootnote.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
