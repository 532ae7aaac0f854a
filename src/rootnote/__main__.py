"""``python -m rootnote`` is the ``rootnote`` command."""

from rootnote.cli import main

if __name__ == "__main__":
    main()
