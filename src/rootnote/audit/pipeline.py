"""The second readers, put behind a pipeline."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from thinc.api import Config, ConfigValidationError

# Importing these registers their factories, also where rootnote is not installed with its entry points.
from rootnote.audit import abbreviations, entities, readers
from rootnote.audit.entities import Entities
from rootnote.errors import RootnoteError, RuleError
from rootnote.language.pipeline import default_config, load

COMPONENTS = (readers, abbreviations, entities)
_EXTRA = frozenset({"negspacy", "scispacy"})


def load_audit(config: Path | None = None) -> Language:
    """The default pipeline, that of another config or of a site's rules, with the second readers of ``audit.cfg`` behind it.

    Raises ``RuleError`` when a config or rule file is wrong, ``RootnoteError`` when the libraries of the extra ``audit`` are missing.
    """
    nlp = load(config)
    second = default_config().with_name("audit.cfg")
    settings = Config(nlp.config).merge(Config().from_disk(second, interpolate=False))
    try:
        components = settings.interpolate()["components"]
    except ConfigValidationError:
        raise RuleError(f"{second.name}: the pipeline has no component rootnote_context whose targets can be judged again") from None
    try:
        for name in settings["nlp"]["pipeline"]:
            own = {key: value for key, value in components[name].items() if key != "factory"}
            nlp.add_pipe(components[name]["factory"], name=name, config=own)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in _EXTRA:
            raise
        raise RootnoteError("rootnote audit needs the extra audit: pip install 'rootnote[audit]'") from None
    return nlp


def missing_models(nlp: Language) -> Iterator[str]:
    """The models that second readers of this pipeline would join with, were they installed."""
    return (component.model for _, component in nlp.pipeline if isinstance(component, Entities) and not component.is_installed)
