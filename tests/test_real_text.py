"""No sentence of a real note stands in the repository: its own texts share no long run of words with one."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent
SHARED = CHECKOUT.parent / "shared" / "notes"
#: Words in a row that two authors write alike only by chance ("the rest of the examination is within normal limits" are nine).
RUN = 12
WORD = re.compile(r"[a-z0-9/+-]+")
OWN = ("tests/**/*.toml", "tests/**/*.py", "src/**/*.toml", "src/**/*.py", "annotations/notes/*.txt", "docs/*.md", "README.md")


def runs(text: str) -> Iterator[str]:
    words = WORD.findall(text.lower())
    return (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def real_notes() -> Iterator[str]:
    for file in sorted((SHARED / "dev").glob("*.txt")):
        yield file.read_text(encoding="utf-8", errors="replace")
    with gzip.open(SHARED / "corpus.jsonl.gz", "rt", encoding="utf-8") as rows:
        for row in rows:
            yield json.loads(row)["text"]


def test_no_run_of_words_is_that_of_a_real_note() -> None:
    if not SHARED.is_dir():
        pytest.skip("the shared folder with real notes is not beside the checkout")
    own: dict[str, str] = {}
    for pattern in OWN:
        for file in sorted(CHECKOUT.glob(pattern)):
            for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
                if re.search("[a-z]{3}", line):
                    own.update((run, file.name) for run in runs(line))
    assert own
    shared = {own[run] for note in real_notes() for run in runs(note) if run in own}
    assert shared == set()  # files, never their text
