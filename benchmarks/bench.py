"""Speed of rootnote on one core, beside medspaCy's default pipeline and a blank spaCy tokenizer, on the same notes in one run.

    python benchmarks/bench.py [PATH...]

Without a PATH: the shared development notes when they lie beside the checkout, otherwise the project's own. Tokens are those of the blank
tokenizer for all three, so that the ratios compare the same work. rootnote goes the whole way to the JSON of its record.

Last comes the loop of a scribe product: an edited draft of about 5 kB is reviewed again and compared with the record before the edit.
"""

from __future__ import annotations

import gc
import sys
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

#: Characters of the draft in a scribe's loop.
DRAFT = 5_000

CHECKOUT = Path(__file__).resolve().parent.parent


def default_notes() -> Path:
    """The folder of notes to measure on."""
    shared = CHECKOUT.parent / "shared" / "notes" / "dev"
    return shared if shared.is_dir() else CHECKOUT / "annotations" / "notes"


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


def main(paths: list[Path]) -> None:
    """Prints the table."""
    warnings.simplefilter("ignore")
    started = time.perf_counter()
    import rootnote
    from rootnote.batch.runner import review_each
    from rootnote.batch.writers import jsonl_line
    from rootnote.source import Note, read_notes

    nlp = rootnote.load()
    loaded = time.perf_counter() - started

    import medspacy
    import spacy
    from loguru import logger
    from rich.console import Console
    from rich.table import Table

    logger.remove()  # PyRuSH, in medspaCy's default pipeline, logs every token of the notes
    notes = [note for note in read_notes(paths) if isinstance(note, Note)]
    texts = [note.text for note in notes]
    blank = spacy.blank("en")
    theirs = medspacy.load()
    tokens = sum(len(blank(text)) for text in texts)
    gc.collect()
    gc.freeze()  # as the processes of a scan do; all three pipelines are spared alike
    runs = {
        "rootnote, note to record": seconds(lambda: map(jsonl_line, review_each(notes, nlp=nlp)), rounds=6),
        "medspaCy, default pipeline": seconds(lambda: map(theirs, texts), rounds=2),
        "spaCy, blank tokenizer": seconds(lambda: map(blank, texts), rounds=3),
    }
    table = Table(title=f"{len(texts)} notes, {tokens:,} tokens, one core")
    table.add_column("pipeline")
    for heading in ("notes/s", "tokens/s", "times medspaCy"):
        table.add_column(heading, justify="right")
    slowest = runs["medspaCy, default pipeline"]
    for name, took in runs.items():
        table.add_row(name, f"{len(texts) / took:,.0f}", f"{tokens / took:,.0f}", f"{slowest / took:.1f}")
    console = Console()
    console.print(table)
    console.print(f"rootnote loads in {loaded:.2f} s, imports included")
    draft = min(texts, key=lambda text: abs(len(text) - DRAFT))
    console.print(f"an edited note of {len(draft):,} characters is reviewed again and compared in {rereview_ms(nlp, draft):.1f} ms")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]] or [default_notes()])
