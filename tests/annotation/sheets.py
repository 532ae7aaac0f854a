"""Sheets for the tests: notes with line ends, emoji, combining and control characters, with marks and fields of every kind."""

from hypothesis import strategies as st

from rootnote.annotation.sheet import ASSERTIONS, Mark, Sheet, checked, load_fields, names_of
from rootnote.annotation.tools import Layer

#: Pieces of which notes are made: what breaks lines, takes two UTF-16 units, combines, or means something to a format.
PIECES = (
    *(
        "Left S1 radiculopathy",
        " ",
        "  ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "é",
        "e\u0301",
        "o\u0308\u0301",
        "\U0001f600",
        "\U0001f468\u200d\u2695\ufe0f",
    ),
    *("\u2028", "\x85", "\x0b", "\x0c", "\xa0", "\u200b", ";", ": ", "=", '"', "<b>&amp;", "\\n", "%2F", "{}", "4/5", "\ufeff", "漢"),
)
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join).filter(str.strip)
ids = st.sampled_from(["a", "clinic/visit 1", "..", "a//b", "./x", "é\U0001f600", "50%", "a.b.txt", "x=y; z"])
comments = st.lists(st.sampled_from(["hard", "; ", "comment: ", "codes: M54.16", "\n", "\t", "é\U0001f600", "="]), min_size=1).map("".join)


@st.composite
def marks(draw: st.DrawFn, text: str) -> Mark:
    """A mark that neither begins nor ends with a line end or tab, since brat has no place for these."""
    starts = [i for i, sign in enumerate(text) if sign.strip() or sign in " \xa0"]
    start, end = sorted((draw(st.sampled_from(starts)), draw(st.sampled_from(starts))))
    layer = draw(st.sampled_from(Layer))
    stated = draw(st.sampled_from(ASSERTIONS)) if layer.is_asserted else None
    return Mark(start, end + 1, layer, draw(st.sampled_from(names_of(layer))), stated)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    """A sheet as ``checked`` gives it."""
    text = draw(texts)
    fields: dict[str, tuple[str, ...]] = {}
    for name, field in load_fields().items():
        if field.is_free:
            fields[name] = draw(st.one_of(st.just(()), st.tuples(comments)))
        elif field.several:
            fields[name] = tuple(draw(st.lists(st.sampled_from(field.words), max_size=3, unique=True)))
        else:
            fields[name] = tuple(draw(st.lists(st.sampled_from(field.words), max_size=1)))
    return checked(Sheet(draw(ids), text, tuple(draw(st.lists(marks(text), max_size=6))), fields))
