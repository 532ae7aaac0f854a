"""The pipeline, assembled from a config file."""

from importlib.resources import files
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import Config

from rootnote.errors import RuleError
from rootnote.language import context, sections, sentences, targets, tokenizer

#: Importing these registers their factories, also where rootnote is not installed with its entry points.
COMPONENTS = (tokenizer, sentences, sections, targets, context)

_PACKAGE = files("rootnote")


def default_config() -> Path:
    """The path of ``rootnote.cfg``: in the installed package, or at the top of a source checkout."""
    shipped = Path(str(_PACKAGE / "pipelines" / "rootnote.cfg"))
    return shipped if shipped.exists() else Path(str(_PACKAGE)).parents[1] / "pipelines" / "rootnote.cfg"


def load(config: Path | None = None) -> Language:
    """A spaCy pipeline that reads notes: offline, with no model download.

    Raises ``RuleError`` when the config or a rule file is wrong.
    """
    path = config or default_config()
    try:
        settings = Config().from_disk(path)
    except (OSError, ValueError) as error:
        raise RuleError(f"{path.name}: not readable as a pipeline config ({type(error).__name__})") from None
    return spacy.util.load_model_from_config(settings, auto_fill=True)
