"""Many mutated notes through the whole pipeline: ``make fuzz``.

A note that fails is named by the seed and its number, which make it again (``--first NUMBER --count 1``), never by its text.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from robustness.mutations import Mutant, mutant, real_notes
from rootnote.batch.processes import Job, Loss, in_processes
from rootnote.batch.runner import is_worn, prepare
from rootnote.errors import NoteError
from rootnote.incidents import where_raised
from rootnote.reviewer import loaded, review
from soundness import faults, faults_of_form

#: Seconds of one core that a review may take: several times what ordinary notes need.
PER_NOTE, PER_KB = 0.15, 0.03

_HANGS_AFTER = 60.0
_FORM_EVERY = 20
_TWICE_EVERY = 10
_NAMED_AT_MOST = 50
_TOLD_EVERY = 10_000


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one mutated note; ``seconds`` are those of one core that its review took."""

    number: int
    operators: tuple[str, ...]
    characters: int
    faults: tuple[str, ...]
    seconds: float
    in_scope: bool = False

    @property
    def share_of_limit(self) -> float:
        """Above 1, the review took longer than it may."""
        return self.seconds / (PER_NOTE + PER_KB * self.characters / 1000)


def examined(number: int, seed: int) -> Examined:
    """The mutated note of this number, reviewed and checked."""
    one = mutant(seed, number, real_notes())
    started = time.process_time()
    try:
        record = review(one.text, nlp=loaded(None))
        seconds = time.process_time() - started
        found = list(faults(record, one.text))
        if number % _FORM_EVERY == 0:
            found += faults_of_form(record)
        if number % _TWICE_EVERY == 0 and review(one.text, nlp=loaded(None)).to_json() != record.to_json():
            found.append("a second review gives another record")
    except Exception as error:  # of the pipeline, or of the checks: it becomes a fault of this note, without its message
        return _faulty(one, str(error) if isinstance(error, NoteError) else where_raised(error))
    return Examined(number, one.operators, len(one.text), tuple(dict.fromkeys(found)), seconds, record.scope != "none")


def examine_each(numbers: Iterable[int], seed: int, jobs: int) -> Iterator[Examined]:
    """What came of the mutated notes of these numbers, in their order."""
    job = Job(
        prepare=_prepare,
        work=partial(examined, seed=seed),
        is_quick=_never,
        lose=partial(_lost, seed=seed),
        is_worn=partial(is_worn, None),
    )
    return in_processes(numbers, job, jobs=jobs, timeout=_HANGS_AFTER)


def _faulty(one: Mutant, reason: str) -> Examined:
    return Examined(one.number, one.operators, len(one.text), (reason,), 0.0)


def _lost(number: int, loss: Loss, seed: int) -> Examined:
    return _faulty(mutant(seed, number, real_notes()), str(loss))


def _prepare() -> None:
    real_notes()
    prepare(None)


def _never(number: int) -> bool:
    return False


def main(
    count: Annotated[int, typer.Option(help="How many notes.")] = 100_000,
    first: Annotated[int, typer.Option(help="The number of the first one.")] = 0,
    seed: Annotated[int, typer.Option(help="What they depend on besides the real notes.")] = 20261126,
    jobs: Annotated[int, typer.Option(help="How many processes.")] = 2,
) -> None:
    """Reviews mutated notes and exits with 1 when one fails or takes too long."""
    console = Console(highlight=False, soft_wrap=True)
    made_of = " + ".join(str(len(one)) for one in real_notes())
    console.print(f"seed {seed}, notes {first:,} to {first + count - 1:,}, made of {made_of} real ones")
    columns = (MofNCompleteColumn(), TextColumn("notes, {task.fields[failed]} failed"), TimeElapsedColumn(), TimeRemainingColumn())
    kinds: Counter[str] = Counter()
    failed = in_scope = characters = 0
    seconds, slowest = 0.0, None
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("notes", total=count, failed=0)
        for one in examine_each(range(first, first + count), seed, jobs):
            reasons = one.faults or (("it took too long",) if one.share_of_limit > 1 else ())
            if reasons:
                failed += 1
                kinds.update(reasons)
                if failed <= _NAMED_AT_MOST:
                    made_by = f"{', '.join(one.operators)}; {one.characters:,} characters, {one.seconds:.2f} s"
                    console.print(f"note {one.number} of seed {seed} ({made_by}): {'; '.join(reasons)}", markup=False)
            in_scope += one.in_scope
            characters += one.characters
            seconds += one.seconds
            slowest = max(slowest or one, one, key=lambda each: each.share_of_limit)
            progress.update(task, advance=1, failed=failed)
            if not console.is_terminal and (one.number + 1) % _TOLD_EVERY == 0:
                console.print(f"{one.number + 1:,}: {failed:,} failed")
    for reason, times in kinds.most_common():
        console.print(f"{times:,} notes: {reason}", markup=False)
    console.print(
        f"{count:,} notes, {characters / 1e6:,.0f} million characters, {in_scope:,} in scope, {failed:,} failed; "
        f"{1e6 * seconds / max(characters, 1):.1f} ms of one core for a kB"
    )
    if slowest is not None:
        console.print(
            f"nearest to the limit of {PER_NOTE} s and {PER_KB} s for a kB: note {slowest.number}, {slowest.seconds:.2f} s for "
            f"{slowest.characters:,} characters"
        )
    if failed:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
