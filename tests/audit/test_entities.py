"""A model that joins when it is installed: here a small one with the name of the real one, whose weights are on no package index."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
import spacy
from spacy.language import Language

from rootnote.audit.entries import Auditor, as_dict
from rootnote.audit.pipeline import load_audit, missing_models
from rootnote.source import Note

NAME, VERSION = "en_core_sci_sm", "0.0.1"


@pytest.fixture
def with_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, readers: Language) -> Iterator[Language]:
    """The readers where a package of the model is installed, made as ``spacy package`` makes one; it knows hiccups and sciatica."""
    model = spacy.blank("en", meta={"name": NAME.removeprefix("en_"), "version": VERSION})
    patterns = [{"label": "ENTITY", "pattern": [{"LOWER": word}]} for word in ("hiccups", "sciatica")]
    model.add_pipe("entity_ruler").add_patterns(patterns)
    package = tmp_path / NAME
    package.mkdir()
    model.to_disk(package / f"{NAME}-{VERSION}")
    (package / "meta.json").write_text(json.dumps(model.meta))
    (package / "__init__.py").write_text(
        dedent("""
            from spacy.util import load_model_from_init_py

            def load(**overrides):
                return load_model_from_init_py(__file__, **overrides)
        """)
    )
    info = tmp_path / f"{NAME}-{VERSION}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {NAME}\nVersion: {VERSION}\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield load_audit()
    del sys.modules[NAME]


def test_entities_beside_the_targets_of_a_sentence_in_dispute(with_model: Language) -> None:
    assert list(missing_models(with_model)) == []
    text = "HPI: No hiccups.\nASSESSMENT: Six year history of sciatica,\nthen hiccups. Hiccups stopped."
    (row,) = [as_dict(entry) for entry in Auditor(with_model).entries(Note("n", text))]
    assert row["entities"] == [{"start": 64, "end": 71, "text": "hiccups"}]
    assert text[64:71] == "hiccups"


@pytest.mark.skipif(spacy.util.is_package(NAME), reason=f"{NAME} is installed")
def test_a_model_that_is_not_installed_is_named(readers: Language) -> None:
    assert list(missing_models(readers)) == [NAME]
