"""Speed of rootnote on one core, beside medspaCy's default pipeline and a blank spaCy tokenizer, on the same notes in one run.

    python benchmarks/bench.py [PATH...]

Without a PATH: the shared development notes, all of the spine, and every tenth note of the shared corpus of all specialties, when they lie
beside the checkout; otherwise the project's own. Tokens are those of the blank tokenizer for all three, so that the ratios compare the same
work. rootnote goes the whole way to the JSON of its record.

Last comes the loop of a scribe product: an edited draft of about 5 kB is reviewed again and compared with the record before the edit.
"""

from __future__ import annotations

import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

    from rootnote.source import Note

#: Characters of the draft in a scribe's loop.
DRAFT = 5_000

CHECKOUT = Path(__file__).resolve().parent.parent


#: Of the corpus, which is long, each note of this number is measured.
EACH = 10


def default_sets() -> dict[str, list[Path]]:
    """The sets of notes to measure on, each as paths that rootnote reads."""
    shared = CHECKOUT.parent / "shared" / "notes"
    if not shared.is_dir():
        return {"own notes": [CHECKOUT / "annotations" / "notes"]}
    return {"spine notes": [shared / "dev"], "all specialties": [shared / "corpus.jsonl.gz"]}


def seconds(work: Callable[[], Iterator[object]], rounds: int) -> float:
    """The time of the fastest of some rounds of the whole work."""
    best = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        deque(work(), maxlen=0)
        best = min(best, time.perf_counter() - started)
    return best


def rereview_ms(nlp: Language, text: str, rounds: int = 40) -> float:
    """The median time to review an edited note again and to compare it with its record before the edit, in milliseconds."""
    import rootnote

    record, took = rootnote.review(text, nlp=nlp), []
    for number in range(rounds):
        edited = f"{text}\nASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation, visit {number}.\n"
        started = time.perf_counter()
        rootnote.compare(record, rootnote.review(edited, nlp=nlp))
        took.append(time.perf_counter() - started)
    return 1000 * median(took)


def main(sets: dict[str, list[Path]]) -> None:
    """Prints a table for each set of notes."""
    warnings.simplefilter("ignore")
    started = time.perf_counter()
    import rootnote
    from rootnote.batch.runner import review_each
    from rootnote.batch.writers import jsonl_line
    from rootnote.loading import settle
    from rootnote.source import Note, read_notes

    nlp = rootnote.load()
    loaded = time.perf_counter() - started

    import medspacy
    import spacy
    from loguru import logger
    from rich.console import Console
    from rich.table import Table

    logger.remove()  # PyRuSH, in medspaCy's default pipeline, logs every token of the notes
    console = Console()
    blank = spacy.blank("en")
    theirs = medspacy.load()
    drafts = []
    for name, paths in sets.items():
        notes = [note for note in read_notes(paths) if isinstance(note, Note)]
        notes = notes[:: EACH if len(notes) > 1_000 else 1]
        texts = [note.text for note in notes]
        drafts += texts
        tokens = sum(len(blank(text)) for text in texts)
        settle()  # as the processes of a scan do; all three pipelines are spared alike
        runs = {
            "rootnote, note to record": seconds(partial(_records, notes, nlp, review_each, jsonl_line), rounds=6),
            "medspaCy, default pipeline": seconds(partial(map, theirs, texts), rounds=2),
            "spaCy, blank tokenizer": seconds(partial(map, blank, texts), rounds=3),
        }
        table = Table(title=f"{name}: {len(texts)} notes, {tokens:,} tokens, one core")
        table.add_column("pipeline")
        for heading in ("notes/s", "tokens/s", "times medspaCy"):
            table.add_column(heading, justify="right")
        slowest = runs["medspaCy, default pipeline"]
        for pipeline, took in runs.items():
            table.add_row(pipeline, f"{len(texts) / took:,.0f}", f"{tokens / took:,.0f}", f"{slowest / took:.1f}")
        console.print(table)
    console.print(f"rootnote loads in {loaded:.2f} s, imports included")
    draft = min(drafts, key=lambda text: abs(len(text) - DRAFT))
    console.print(f"an edited note of {len(draft):,} characters is reviewed again and compared in {rereview_ms(nlp, draft):.1f} ms")


def _records(notes: list[Note], nlp: Language, review: Callable[..., Iterator[object]], line: Callable[[object], str]) -> Iterator[str]:
    return map(line, review(notes, nlp=nlp))


if __name__ == "__main__":
    given = [Path(argument) for argument in sys.argv[1:]]
    main({"notes": given} if given else default_sets())
