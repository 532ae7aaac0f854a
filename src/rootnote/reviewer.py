"""One note to its record: as a function, and as the component ``rootnote`` of any spaCy pipeline.

No ``from __future__ import annotations`` here: spaCy 3.7 checks the settings of a factory against its real types.
"""

from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.errors import NoteError, RuleError
from rootnote.facts.collect import collect
from rootnote.incidents import where_raised
from rootnote.language.pipeline import load
from rootnote.record import NoteRecord, build_record

__all__ = ["load", "loaded", "make_rootnote", "review"]

#: The pipeline of a config, loaded once in each process.
loaded = cache(load)


def review(
    text: str,
    *,
    nlp: Language | None = None,
    note_id: str = "note",
    setting: Setting = Setting.OUTPATIENT,
    linkage: Linkage = Linkage.EXPLICIT,
) -> NoteRecord:
    """The record of one note. Its offsets are half-open and count the code points of ``text``.

    Without ``nlp`` the default pipeline is loaded once and kept. Raises ``NoteError``, which names the place in the code but holds no text
    of the note, when the note can't be processed, and ``RuleError`` when a rule file or table is wrong.
    """
    pipeline = loaded(None) if nlp is None else nlp
    try:
        return build_record(note_id, text, collect(pipeline(text)), setting=setting, linkage=linkage)
    except RuleError:
        raise
    except Exception as error:
        reason = where_raised(error)
    # Raised out here, so that not even the context of the error leads back to the one whose message may quote the note.
    raise NoteError(f"{note_id}: {reason}")


_KEY = "rootnote_record"


class Rootnote:
    """The component: reviews the text of a Doc with rootnote's own pipeline, whatever tokenizer the Doc comes from.

    The record is kept as JSON in ``doc.user_data``, so that the Doc still serialises (``nlp.pipe(..., n_process=2)``);
    ``doc._.rootnote`` is the ``NoteRecord``, or None for a Doc that the component has not seen.
    """

    def __init__(self, pipeline: Language, setting: Setting, linkage: Linkage) -> None:
        self._pipeline = pipeline
        self._setting = setting
        self._linkage = linkage

    def __call__(self, doc: Doc) -> Doc:
        record = review(doc.text, nlp=self._pipeline, setting=self._setting, linkage=self._linkage)
        doc.user_data[_KEY] = record.to_json()
        return doc


def _record_of(doc: Doc) -> NoteRecord | None:
    stored = doc.user_data.get(_KEY)
    return None if stored is None else NoteRecord.from_json(stored)


@Language.factory("rootnote", default_config={"setting": "outpatient", "linkage": "explicit", "config": None}, assigns=["doc._.rootnote"])
def make_rootnote(nlp: Language, name: str, setting: str, linkage: str, config: str | None) -> Rootnote:
    """The component that sets ``doc._.rootnote``. ``config`` is the path of another pipeline config than the default."""
    if not Doc.has_extension("rootnote"):
        Doc.set_extension("rootnote", getter=_record_of)
    return Rootnote(load(Path(config) if config else None), Setting(setting), Linkage(linkage))
