"""Unforeseen errors, named without their message: that of a library may quote the note it stumbled over."""

from __future__ import annotations

from traceback import walk_tb


def where_raised(error: BaseException) -> str:
    """The kind of an error and the place in rootnote that it came through, without its message, which may quote a note.

    >>> try:
    ...     float("Jane Roe")
    ... except ValueError as error:
    ...     where_raised(error)
    'ValueError in rootnote.incidents line 2'
    """
    places = [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(error.__traceback__)]
    inside = [f"{module} line {line}" for module, line in places if module.startswith("rootnote.")]
    return f"{type(error).__name__} in {inside[-1]}" if inside else type(error).__name__
