"""Lines of vital signs that no heading opens: "VS 134/82 p70", "126/80, 72, 98.5". An examination follows them."""

import re
from collections.abc import Iterator

#: A blood pressure, of values that no date or strength has, and a value with its name or none.
_PRESSURE = r"(?:BP *)?(?:[6-9]\d|1\d\d|2[0-3]\d) ?/ ?(?:[3-9]\d|1[0-4]\d)"
_VALUE = r"(?:(?:P|HR|T|Temp|RR?|W|Wt|Ht|BMI|SpO2|O2|Pulse)\b[ :]*)?[PT]?\d{2,3}"
#: What stands behind the word for vital signs, besides a colon: a pressure and what else was measured, not "BP 128/76 on lisinopril".
_MEASURED = re.compile(r" +(?:BP *)?\d{2,3} ?/ ?\d{2,3}[,;]? +(?:(?:P|HR|T|Temp|RR?|W|Wt|Ht|BMI|SpO2|Pulse)\b[ :]*\d|[PT]?\d)", re.I)
#: A line that opens with a pressure and two values more.
_LINE = re.compile(rf"(?m)^[ \t]*+({_PRESSURE}[,;]? +{_VALUE}(?:\.\d)?[,;]? +{_VALUE})", re.I)


def is_measured(text: str, start: int, end: int) -> bool:
    """Whether the word for vital signs at these characters (half-open), that a line opens with, has them behind it."""
    return text[start].isupper() and _MEASURED.match(text, end) is not None


def measured_lines(text: str) -> Iterator[int]:
    """The first characters of the lines that open with vital signs without a word for them."""
    return (match.start(1) for match in _LINE.finditer(text))
