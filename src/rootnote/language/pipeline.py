"""The pipeline, assembled from a config file."""

from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import Config, ConfigValidationError

from rootnote.errors import RuleError, why_unreadable
from rootnote.language import context, sections, sentences, targets, tokenizer
from rootnote.language.notation import parts_of
from rootnote.language.rulefile import RULES, AnyRule, Rule, SectionHeading, context_rules, read_rules
from rootnote.language.siterules import add_site_rules
from rootnote.loading import uncollected

#: Importing these registers their factories, also where rootnote is not installed with its entry points.
COMPONENTS = (tokenizer, sentences, sections, targets, context)

_PACKAGE = files("rootnote")

#: The key of a pipeline's meta data that tells its rules from the shipped ones.
_ADDED = "rootnote_added_rules"
_BRIEF = 160


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
        if site:
            add_site_rules(settings, site)
        with uncollected():
            pipeline = spacy.util.load_model_from_config(settings, auto_fill=True)
        pipeline.meta[_ADDED] = "" if config is None else _digest(given)
    except RuleError:
        raise
    except OSError as error:
        reason = why_unreadable(error)
    except ConfigValidationError as error:
        places = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors)
        reason = f"not a pipeline config: {'; '.join(places) or 'it must have sections such as [nlp], and values as JSON writes them'}"
    except Exception as error:  # of a config, components of others included: there is no note yet that a message could quote
        reason = f"no pipeline can be made of it: {_in_brief(error)}"
    else:
        return pipeline
    finally:
        parts_of.cache_clear()  # kept from the check of a rule to the matcher that is made of it, no longer
    raise RuleError(f"{given.name}: {reason}")


def added_rules(pipeline: Language) -> str:
    """What tells the rules of a pipeline from the shipped ones: a digest of its config or site file, "" for the default pipeline."""
    added: str = pipeline.meta.get(_ADDED, "")
    return added


def _digest(file: Path) -> str:
    """The first 12 hexadecimal digits of the SHA-256 of a file with line ends as git gives them; "" for the default config itself."""
    content, default = (path.read_bytes().replace(b"\r\n", b"\n") for path in (file, default_config()))
    return "" if content == default else sha256(content).hexdigest()[:12]


def _in_brief(error: Exception) -> str:
    """The kind of an error and the first sentence of its message."""
    lines = (line.strip() for line in str(error).splitlines())
    first = next((line for line in lines if line), "").split(". ")[0].removesuffix(".")
    return f"{type(error).__name__}, {first[:_BRIEF]}" if first else type(error).__name__


def shipped_rules() -> tuple[tuple[str, AnyRule], ...]:
    """The rules of the default pipeline with the file that each stands in: targets layer by layer, then context, then headings."""
    components = Config().from_disk(default_config())["components"]
    files = [name for layer in components["rootnote_targets"]["layers"] for name in layer]
    cues, headings = components["rootnote_context"]["rules"], components["rootnote_sections"]["rules"]
    return (
        *((name, rule) for name in files for rule in read_rules(RULES / name, Rule)),
        *((file, rule) for rule, file in context_rules(cues).items()),
        *((headings, rule) for rule in read_rules(RULES / headings, SectionHeading, table="section")),
    )
