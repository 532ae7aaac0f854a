"""Reads spine notes: facts, the ICD-10-CM codes they support and why, and what is missing.

Names are imported when they are first used, so that ``import rootnote`` is quick and loads no NLP library.
"""

from importlib import import_module

TYPE_CHECKING = False  # what type checkers take for true; importing typing would double the time until Ctrl-C is heard
if TYPE_CHECKING:
    from rootnote.batch.runner import review_many
    from rootnote.coding.linkage import Linkage
    from rootnote.coding.setting import Setting
    from rootnote.comparison import compare
    from rootnote.documentation.necessity import necessity
    from rootnote.documentation.purpose import Purpose
    from rootnote.errors import NoteError, OutputError, RecordError, RootnoteError, RuleError, SourceError
    from rootnote.record import NoteRecord
    from rootnote.reviewer import load, review
    from rootnote.source import Failure, Note

__version__ = "0.1.0"

__all__ = [
    "Failure",
    "Linkage",
    "Note",
    "NoteError",
    "NoteRecord",
    "OutputError",
    "Purpose",
    "RecordError",
    "RootnoteError",
    "RuleError",
    "Setting",
    "SourceError",
    "compare",
    "load",
    "necessity",
    "review",
    "review_many",
]

_HOMES = {
    "Failure": "rootnote.source",
    "Linkage": "rootnote.coding.linkage",
    "Note": "rootnote.source",
    "NoteRecord": "rootnote.record",
    "Purpose": "rootnote.documentation.purpose",
    "Setting": "rootnote.coding.setting",
    "compare": "rootnote.comparison",
    "load": "rootnote.reviewer",
    "necessity": "rootnote.documentation.necessity",
    "review": "rootnote.reviewer",
    "review_many": "rootnote.batch.runner",
}


def __getattr__(name: str) -> object:
    """The public name, from the module it lives in. Raises ``AttributeError`` for any other."""
    if name not in __all__:
        raise AttributeError(f"module 'rootnote' has no attribute {name!r}")
    from rootnote.loading import uncollected

    with uncollected():
        value = getattr(import_module(_HOMES.get(name, "rootnote.errors")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names, for completion in notebooks."""
    return [*__all__, "__version__"]
