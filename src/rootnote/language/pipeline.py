"""The pipeline, assembled from a config file."""

from importlib.resources import files
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import Config

from rootnote.errors import RuleError
from rootnote.language import context, sections, sentences, targets, tokenizer
from rootnote.language.rulefile import RULES, AnyRule, ContextRule, Rule, SectionHeading, read_rules
from rootnote.language.siterules import add_site_rules

#: Importing these registers their factories, also where rootnote is not installed with its entry points.
COMPONENTS = (tokenizer, sentences, sections, targets, context)

_PACKAGE = files("rootnote")


def default_config() -> Path:
    """The path of ``rootnote.cfg``: in the installed package, or at the top of a source checkout."""
    shipped = Path(str(_PACKAGE / "pipelines" / "rootnote.cfg"))
    return shipped if shipped.exists() else Path(str(_PACKAGE)).parents[1] / "pipelines" / "rootnote.cfg"


def load(config: Path | str | None = None) -> Language:
    """A spaCy pipeline that reads notes: offline, with no model download.

    ``config`` is the path of another pipeline config than the default, or of a site's own rules (``.toml``), which are put beside
    rootnote's. Raises ``RuleError`` when the config or a rule file is wrong.
    """
    given = default_config() if config is None else Path(config)
    site = given if given.suffix == ".toml" else None
    path = default_config() if site else given
    try:
        settings = Config().from_disk(path)
    except (OSError, ValueError) as error:
        raise RuleError(f"{path.name}: not readable as a pipeline config ({type(error).__name__})") from None
    if site:
        add_site_rules(settings, site)
    return spacy.util.load_model_from_config(settings, auto_fill=True)


def shipped_rules() -> tuple[tuple[str, AnyRule], ...]:
    """The rules of the default pipeline with the file that each stands in: targets layer by layer, then context, then headings."""
    components = Config().from_disk(default_config())["components"]
    files = [name for layer in components["rootnote_targets"]["layers"] for name in layer]
    cues, headings = components["rootnote_context"]["rules"], components["rootnote_sections"]["rules"]
    return (
        *((name, rule) for name in files for rule in read_rules(RULES / name, Rule)),
        *((cues, rule) for rule in read_rules(RULES / cues, ContextRule)),
        *((headings, rule) for rule in read_rules(RULES / headings, SectionHeading, table="section")),
    )
