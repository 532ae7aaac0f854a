"""Reads spine notes: facts, the ICD-10-CM codes they support and why, and what is missing.

Names are imported when they are first used, so that ``import rootnote`` is quick and loads no NLP library.
"""

from importlib import import_module

TYPE_CHECKING = False  # what type checkers take for true; importing typing would double the time until Ctrl-C is heard
if TYPE_CHECKING:
    from rootnote.batch.runner import review_many
    from rootnote.coding.linkage import Linkage
    from rootnote.coding.setting import Setting
    from rootnote.comparison import Comparison, compare
    from rootnote.documentation.elements import Element, Priority
    from rootnote.documentation.necessity import Necessity, necessity
    from rootnote.documentation.purpose import Purpose
    from rootnote.errors import NoteError, OutputError, RecordError, RootnoteError, RuleError, SourceError
    from rootnote.facts.model import Condition
    from rootnote.record import GapRecord, NoteRecord, WarningRecord
    from rootnote.reviewer import load, review
    from rootnote.source import Encoding, Failure, Note

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "Condition",
    "Element",
    "Encoding",
    "Failure",
    "GapRecord",
    "Linkage",
    "Necessity",
    "Note",
    "NoteError",
    "NoteRecord",
    "OutputError",
    "Priority",
    "Purpose",
    "RecordError",
    "RootnoteError",
    "RuleError",
    "Setting",
    "SourceError",
    "WarningRecord",
    "compare",
    "load",
    "necessity",
    "review",
    "review_many",
]

_HOMES = {
    "Comparison": "rootnote.comparison",
    "Condition": "rootnote.facts.model",
    "Element": "rootnote.documentation.elements",
    "Encoding": "rootnote.source",
    "Failure": "rootnote.source",
    "GapRecord": "rootnote.record",
    "Linkage": "rootnote.coding.linkage",
    "Necessity": "rootnote.documentation.necessity",
    "Note": "rootnote.source",
    "NoteRecord": "rootnote.record",
    "Priority": "rootnote.documentation.elements",
    "Purpose": "rootnote.documentation.purpose",
    "Setting": "rootnote.coding.setting",
    "WarningRecord": "rootnote.record",
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
