"""Builds the installable pipeline package: scores rootnote, writes the figures where they are published, and makes a wheel.

    python models/build.py [FOLDER]

The wheel goes to FOLDER, ``dist`` without one. ``en_rootnote`` is the default pipeline: ``spacy.load("en_rootnote")`` instead of
``rootnote.load()``. Corpora that are not here keep the figures of the last build that had them (``scores.json``).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from spacy.language import Language

    from rootnote.annotation.evaluation import Evaluation

#: By corpus: "notes", and for each figure its value and the ends of its 95 % interval.
Scores: TypeAlias = Mapping[str, Mapping[str, Any]]

MODELS = Path(__file__).resolve().parent
CHECKOUT = MODELS.parent
SHARED = Path(os.environ.get("ROOTNOTE_SHARED", CHECKOUT.parent / "shared")) / "notes"
CORPORA = {
    "own": (CHECKOUT / "annotations" / "notes", CHECKOUT / "annotations" / "gold.jsonl"),
    "dev": (SHARED / "dev", SHARED / "dev.jsonl"),
}
STORED = MODELS / "scores.json"
CARD = MODELS / "MODEL_CARD.md"
#: The pages that hold the figures, between two marks.
PAGES = (CARD, CHECKOUT / "README.md")
_MARKED = re.compile(r"(?<=<!-- figures: make model -->\n\n).*?(?=\n\n<!-- end of figures -->)", re.DOTALL)

#: What is published, with what it is called: figures of `rootnote evaluate --json`.
FIGURES = {
    "codes_exact_on_coded": "codes right, notes with a code",
    "codes_exact": "codes right, all notes",
    "codes_presumed_exact": "codes with presumed links right, all notes",
    "codes": "codes, F1",
    "conditions_status": "status of the 7 conditions",
    "roots": "roots, F1",
    "imaging_levels": "imaging levels, F1",
    "laterality": "laterality",
    "etiology": "etiology",
    "gaps": "gaps, F1",
    "elements_status": "status of the 13 elements",
    "evidence_located": "evidence where the annotators have it",
}


def evaluated(notes: Path, gold_file: Path, nlp: Language) -> Evaluation:
    """The evaluation of a corpus: a folder of notes and the JSONL of their gold records."""
    import rootnote
    from rootnote.annotation.annotations import Annotation, read_annotations, read_texts
    from rootnote.annotation.evaluation import evaluate

    gold = read_annotations(gold_file, complete=True)
    texts = read_texts(notes, gold)
    predicted = {
        name: Annotation.model_validate_json(rootnote.review(text, nlp=nlp, note_id=name).to_json()) for name, text in texts.items()
    }
    return evaluate(gold, predicted, texts)


def published(evaluation: Evaluation) -> dict[str, Any]:
    """The published figures of an evaluation, each as [value, lower end, upper end], and the number of "notes"."""
    from rootnote.annotation.counts import Overlap
    from rootnote.annotation.intervals import intervals

    sure = intervals(evaluation.samples)
    figures: dict[str, Any] = {"notes": evaluation.figures["notes"]}
    for name in FIGURES:
        figure = evaluation.figures[name]
        value, part = (figure.f1, "f1") if isinstance(figure, Overlap) else (figure, "value")
        figures[name] = [round(number, 3) for number in (value, *sure[name][part])]
    return figures


def figures_table(scores: Scores) -> str:
    """The Markdown table of the figures."""
    own, dev = scores["own"], scores["dev"]
    lines = [f"| figure, with its 95 % interval | {own['notes']} own notes | {dev['notes']} development notes |", "|---|---|---|"]
    for name, title in FIGURES.items():
        cells = ("{:.3f} ({:.3f} to {:.3f})".format(*corpus[name]) for corpus in (own, dev))
        lines.append(f"| {title} (`{name}`) | {' | '.join(cells)} |")
    return "\n".join(lines)


def with_figures(page: str, scores: Scores) -> str:
    """A page with the table of figures between its marks."""
    return _MARKED.sub(lambda _: figures_table(scores), page)


def meta_of(scores: Scores) -> dict[str, Any]:
    """What the package says of itself in its meta.json."""
    import rootnote

    told = tomllib.loads((MODELS / "meta.toml").read_text(encoding="utf-8"))
    performance = {corpus: {name: figures[name][0] for name in FIGURES} for corpus, figures in scores.items()}
    return {**told, "version": rootnote.__version__, "requirements": [f"rootnote=={rootnote.__version__}"], "performance": performance}


def build_wheel(meta: Mapping[str, Any], work: Path, folder: Path) -> Path:
    """The wheel of the pipeline, put into a folder. Nothing is downloaded; ``work`` is an empty folder for what it is made from."""
    import rootnote

    nlp = rootnote.load()  # one that has read no note: its vocabulary, which is saved too, would hold the note's words
    nlp.meta.update(meta)
    data = work / "pipeline"
    nlp.to_disk(data)
    (data / "README.md").write_text(CARD.read_text(encoding="utf-8"), encoding="utf-8")
    (data / "LICENSES_SOURCES").write_text("".join(f"{s['name']}: {s['license']}\n" for s in meta["sources"]), encoding="utf-8")
    _run("spacy", "package", data, work, "--build", "none")
    name = f"en_{meta['name']}-{meta['version']}"
    # not by spaCy, which would let pip fill an environment for it from an index
    _run("build", "--wheel", "--no-isolation", "--outdir", folder, work / name)
    return folder / f"{name}-py3-none-any.whl"


def _run(module: str, *arguments: str | Path) -> None:
    """Runs a module of this Python. Raises ``RuntimeError`` with what it printed when it fails."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stdout}{done.stderr}")


def main(folder: Path) -> None:
    """Scores, publishes and builds."""
    import shutil

    import rootnote

    nlp = rootnote.load()
    scores = json.loads(STORED.read_text(encoding="utf-8"))
    for corpus, (notes, gold_file) in CORPORA.items():
        if gold_file.exists():
            scores[corpus] = published(evaluated(notes, gold_file, nlp))
        else:
            print(f"the {corpus} notes are not here; their figures stay those of the last build that had them")  # noqa: T201
    STORED.write_text(json.dumps(scores, indent=2) + "\n", encoding="utf-8")
    for page in PAGES:
        page.write_text(with_figures(page.read_text(encoding="utf-8"), scores), encoding="utf-8")
    work = CHECKOUT / "build" / "model"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    wheel = build_wheel(meta_of(scores), work, folder)
    print(f"{wheel}: install it with pip, load it with spacy.load({wheel.name.split('-')[0]!r})")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CHECKOUT / "dist")
