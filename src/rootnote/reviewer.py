"""One note to its record: as a function, and as the component ``rootnote`` of any spaCy pipeline.

No ``from __future__ import annotations`` here: spaCy 3.7 checks the settings of a factory against its real types.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting, chosen
from rootnote.errors import NoteError, RuleError, SourceError
from rootnote.facts.collect import collect
from rootnote.incidents import where_raised
from rootnote.language import excerpt
from rootnote.language.pipeline import added_rules, load
from rootnote.placing import pages_of, placed
from rootnote.record import NoteRecord, build_record
from rootnote.source import Encoding, Failure, Note
from rootnote.source.notes import checked, printable
from rootnote.versions import rules_version

__all__ = ["load", "loaded", "make_rootnote", "refusal", "refuse_no_pipeline", "review"]

#: The pipeline of a config, loaded once in each process.
loaded = cache(load)


_DEFAULT_ID = "note"
#: What a note without a usable id is called.
_NAMELESS = "(no id)"


def review(
    text: str,
    *,
    nlp: Language | None = None,
    note_id: str = _DEFAULT_ID,
    setting: Setting | str = Setting.OUTPATIENT,
    linkage: Linkage | str = Linkage.EXPLICIT,
) -> NoteRecord:
    """The record of one note. Its offsets are half-open and count the code points of ``text``, which may be empty.

    ``setting`` is "outpatient" or "inpatient", ``linkage`` "explicit" or "presumed". Without ``nlp`` the default pipeline is loaded once
    and kept. Raises ``ValueError`` for another setting or linkage; ``TypeError`` for an ``nlp`` that is no pipeline; ``RuleError`` when a
    rule file or table is wrong; ``NoteError`` when the id is no string with characters, the text is no string or too long, either is no
    valid Unicode, or the note can't be processed (then it names the place in the code; never text of the note).
    """
    setting, linkage = chosen(Setting, setting), chosen(Linkage, linkage)
    refuse_no_pipeline(nlp)
    if refused := refusal(Note(note_id, text)):
        raise NoteError(refused.error)
    pipeline = loaded(None) if nlp is None else nlp
    try:
        version = rules_version(added_rules(pipeline))
        words, pages = pages_of(text)
        record = build_record(
            note_id, words, collect(excerpt.read(pipeline, words)), setting=setting, linkage=linkage, rules_version=version
        )
        return placed(record, pages)
    except RuleError:
        raise
    except Exception as error:
        reason = where_raised(error)
    # Raised out here, so that not even the context of the error leads back to the one whose message may quote the note.
    raise NoteError(f"{note_id}: {reason}")


def refuse_no_pipeline(nlp: object) -> None:
    """Raises ``TypeError`` for an ``nlp`` that is no pipeline; None is one, the default."""
    if not isinstance(nlp, Language | None):
        raise TypeError(f"nlp must be a pipeline as rootnote.load() gives it, not {type(nlp).__name__}")


def refusal(note: Note) -> Failure | None:
    """The failure of a note that is none, whatever its fields hold; None when it can be reviewed, also when it is empty, as a draft may be.

    It stands under the id that the note has, or, where that is no string with characters, under what tells most of it.
    """
    name, fault = _named(note.id)
    fault = fault or _fault(note.text) or _odd_encoding(note.encoding)
    return Failure(name, f"{name}: {fault}") if fault else None


def _named(note_id: object) -> tuple[str, str | None]:
    """What a message calls a note by its id, and why that can't be an id."""
    if not isinstance(note_id, str):
        return (str(note_id) if isinstance(note_id, int) else _NAMELESS), f"the id must be a str, not {type(note_id).__name__}"
    if not note_id:
        return _NAMELESS, "the id must have characters"
    name = printable(note_id)
    return name, None if name == note_id else "half a surrogate pair stands in the id, which is no valid Unicode"


def _fault(text: object) -> str | None:
    if not isinstance(text, str):
        return f"the text must be a str, not {type(text).__name__}"
    try:
        if text.strip():
            checked(text)
    except SourceError as error:
        return str(error)
    return None


def _odd_encoding(encoding: object) -> str | None:
    return None if encoding in tuple(Encoding) else f"the encoding must be one of {', '.join(map(repr, map(str, Encoding)))}"


_KEY = "rootnote_record"


class Rootnote:
    """The component: reviews the text of a Doc with rootnote's own pipeline, whatever tokenizer the Doc comes from.

    The record is kept as JSON in ``doc.user_data``, so that the Doc still serialises (``nlp.pipe(..., n_process=2)``);
    ``doc._.rootnote`` is the ``NoteRecord``, or None for a Doc that the component has not seen.

    The id of the record is ``doc._.note_id`` where it is set, else the context of ``nlp.pipe(..., as_tuples=True)`` when that is a string,
    a whole number or a mapping with an "id" (``[(text, {"id": "visit-1"}), ...]``), else "note". A whole number becomes its digits, as in
    tables; any other id that is no string with characters is a ``NoteError``.
    """

    def __init__(self, pipeline: Language, setting: Setting, linkage: Linkage) -> None:
        self._pipeline = pipeline
        self._setting = setting
        self._linkage = linkage

    def __call__(self, doc: Doc) -> Doc:
        record = review(doc.text, nlp=self._pipeline, note_id=_note_id(doc), setting=self._setting, linkage=self._linkage)
        doc.user_data[_KEY] = record.to_json()
        return doc


def _note_id(doc: Doc) -> Any:
    """The id that is given for a Doc, whatever it is."""
    # Where spaCy keeps the context while the components run; there is no public way to it.
    context = doc._context
    of_context = context.get("id") if isinstance(context, Mapping) else context if isinstance(context, str | int) else None
    given = next((one for one in (doc._.note_id, of_context) if one is not None), _DEFAULT_ID)
    return str(given) if isinstance(given, int) and not isinstance(given, bool) else given


def _record_of(doc: Doc) -> NoteRecord | None:
    stored = doc.user_data.get(_KEY)
    return None if stored is None else NoteRecord.from_json(stored)


@Language.factory("rootnote", default_config={"setting": "outpatient", "linkage": "explicit", "config": None}, assigns=["doc._.rootnote"])
def make_rootnote(nlp: Language, name: str, setting: str, linkage: str, config: str | None) -> Rootnote:
    """The component that sets ``doc._.rootnote`` and reads ``doc._.note_id``.

    ``config`` is the path of another pipeline config than the default, or of a site's own rules.
    """
    if not Doc.has_extension("rootnote"):
        Doc.set_extension("rootnote", getter=_record_of)
    if not Doc.has_extension("note_id"):
        Doc.set_extension("note_id", default=None)
    return Rootnote(load(Path(config) if config else None), chosen(Setting, setting), chosen(Linkage, linkage))
