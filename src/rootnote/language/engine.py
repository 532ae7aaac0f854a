"""The parts of medspaCy that rootnote uses, imported without what the import does to the process and without what takes it seconds.

medspaCy turns off all warnings when it is imported, and imports QuickUMLS, which brings NLTK and whatever that finds (scikit-learn, SciPy).
"""

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import LazyLoader, find_spec, module_from_spec


@contextmanager
def _on_demand(package: str, module: str) -> Iterator[None]:
    """Within it, importing a module of a package only promises the module, which is loaded once something of it is used."""
    outer = None if package in sys.modules else find_spec(package)
    if outer is None:  # loaded already, or not installed: nothing to put off
        yield
        return
    empty = sys.modules[package] = module_from_spec(outer)
    try:
        promised = find_spec(f"{package}.{module}")
        if promised is not None and promised.loader is not None:
            promised.loader = LazyLoader(promised.loader)
            later = module_from_spec(promised)
            promised.loader.exec_module(later)
            setattr(empty, module, later)
        yield
    finally:
        del sys.modules[package]


with warnings.catch_warnings(), _on_demand("quickumls", "spacy_component"):
    warnings.simplefilter("ignore")
    from medspacy.context import ConText, ConTextGraph, ConTextModifier, ConTextRule
    from medspacy.section_detection import SectionRule

__all__ = ["ConText", "ConTextGraph", "ConTextModifier", "ConTextRule", "SectionRule"]
