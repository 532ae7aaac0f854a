"""Text of a note made safe to show: every character stays in its place, so that offsets still fit."""

from __future__ import annotations

#: Control characters as pictures of the same length, so that a note can't send commands to a terminal.
_PICTURES = (
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\n\t"} | {0x7F: 0x2421} | dict.fromkeys(range(0x80, 0xA0), 0x2426)
)
#: Marks that turn the direction of writing, as one sign that says so: with them, words can stand where they were not written.
_DIRECTIONS = dict.fromkeys((0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0x21C4)
_SHOWN = _PICTURES | _DIRECTIONS


def shown(text: str) -> str:
    r"""The text as it may be shown, every character in its place: a carriage return ends a line only where no line feed follows.

    >>> shown("S1\r\n\x1b[2J \u202eright")
    'S1 \n␛[2J ⇄right'
    """
    return text.replace("\r\n", " \n").replace("\r", "\n").translate(_SHOWN)
