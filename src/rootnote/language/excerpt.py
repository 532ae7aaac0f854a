"""The Doc of a note of which only some sentences are read: the others stand in it as blank tokens, and every offset is the note's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from spacy.attrs import ORTH, SPACY
from spacy.language import Language
from spacy.tokens import Doc

from rootnote.language.boundaries import boundaries
from rootnote.language.prefilter import prefilter_of
from rootnote.language.sentences import keep_text

#: A character for each of what is not read: no rule has it. Blank tokens have the lengths of powers of two, so that there are few of them.
_BLANK = "\ue000"
_LENGTHS = tuple(1 << power for power in range(12, -1, -1))
#: Blank sentences in a row that keep what stands before them apart from what stands behind: more than any rule looks back over.
_APART = 5


def read(pipeline: Language, text: str) -> Doc:
    """The Doc of a note as a pipeline makes it, without the words of sentences that can't matter for its record."""
    prefilter = prefilter_of(pipeline)
    if prefilter is None:
        return pipeline(text)
    starts = boundaries(text)
    needed = prefilter.needed(text, starts)
    if all(needed):
        doc = pipeline.make_doc(text)
    else:
        starts, needed = _thinned(starts, needed)
        doc = _excerpt(pipeline, text, starts, needed, (place for place, _ in prefilter.sections.openings(text)))
    keep_text(doc, text, starts)
    return pipeline(doc)


def _thinned(starts: Sequence[int], needed: Sequence[bool]) -> tuple[list[int], list[bool]]:
    """The sentences with no more than a few blank ones in a row: the last of these goes on over all that follow."""
    kept: list[tuple[int, bool]] = []
    blank = 0
    for start, wanted in zip(starts, needed, strict=True):
        blank = 0 if wanted else blank + 1
        if blank <= _APART:
            kept.append((start, wanted))
    return [start for start, _ in kept], [wanted for _, wanted in kept]


def _excerpt(pipeline: Language, text: str, starts: Sequence[int], needed: Sequence[bool], headings: Iterable[int]) -> Doc:
    """The tokens of the needed sentences; of each other one blank tokens as long as it is, cut where a section begins."""
    words: list[str] = []
    spaces: list[bool] = []
    strings = pipeline.vocab.strings
    cuts = sorted({0, *starts[1:], *headings, len(text)})
    wanted_at = dict(zip([0, *starts[1:]], needed, strict=True))
    wanted = True
    first = 0  # sentences begin behind white space, so that the tokens of several in a row are those of the whole text
    for start, end in pairwise(cuts):
        wanted = wanted_at.get(start, wanted)
        if wanted and wanted_at.get(end, end < len(text)):
            continue  # the next one is wanted as well
        if wanted:
            for orth, space in pipeline.make_doc(text[first:end]).to_array([ORTH, SPACY]).tolist():
                words.append(strings[orth])
                spaces.append(bool(space))
        else:
            blank = list(_blanks(end - start))
            words += blank
            spaces += [False] * len(blank)
        first = end
    return Doc(pipeline.vocab, words=words, spaces=spaces)


def _blanks(length: int) -> Iterator[str]:
    """Blank tokens of a length in all, the longest first."""
    for size in _LENGTHS:
        while length >= size:
            yield _BLANK * size
            length -= size
