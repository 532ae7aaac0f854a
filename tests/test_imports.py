"""Which module may import which, and how little the first import costs."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import rootnote

PACKAGE = Path(rootnote.__file__).parent

#: The stages from left to right: a module imports from its own stage and those before it. The first ones serve all.
STAGES = (
    ("anatomy", "errors", "incidents", "loading"),
    ("source",),
    ("language",),
    ("facts",),
    ("coding",),
    ("documentation",),
    ("versions",),
    ("record",),
    ("placing",),
    ("reviewer", "annotation", "comparison", "rulecheck"),
    ("audit", "batch"),
    ("report",),
    ("notebook",),
    ("commands",),
    ("cli",),
    ("__main__",),
)
RANK = {name: rank for rank, names in enumerate(STAGES) for name in names}


def module_name(file: Path) -> str:
    parts = ("rootnote", *file.relative_to(PACKAGE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {module_name(file): file for file in sorted(PACKAGE.rglob("*.py"))}


def imports_of(module: str) -> set[str]:
    """The modules of rootnote that one imports anywhere in its code, also for types only."""
    found = set()
    for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module} imports by a relative path"
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                found.add(submodule if submodule in FILES else node.module or "")
    return found & FILES.keys() - {"rootnote"}


def stage(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("module", sorted(FILES.keys() - {"rootnote", "rootnote.data"}))
def test_module_imports_only_from_its_left(module: str) -> None:
    to_the_right = [other for other in imports_of(module) if RANK[stage(other)] > RANK[stage(module)]]
    assert to_the_right == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    TopologicalSorter({module: imports_of(module) for module in FILES.keys() - {"rootnote"}}).prepare()


def test_public_names_are_these_and_all_there() -> None:
    assert rootnote.__all__ == sorted(rootnote.__all__)
    assert set(rootnote.__all__) == {
        *("Condition", "Element", "Encoding", "Failure", "Linkage", "Priority", "Purpose", "Setting"),
        *("Comparison", "GapRecord", "Necessity", "WarningRecord"),
        *("Note", "NoteRecord", "compare", "load", "necessity", "review", "review_many"),
        *("RootnoteError", "RuleError", "SourceError", "NoteError", "OutputError", "RecordError"),
    }
    for name in rootnote.__all__:
        assert getattr(rootnote, name).__name__ == name
    assert set(rootnote.__all__) <= set(dir(rootnote))


def test_other_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="no attribute 'revue'"):
        rootnote.revue  # noqa: B018


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import rootnote", id="import"),
        pytest.param("from rootnote.cli import main; main(['--help'])", id="help"),
        pytest.param("from rootnote.cli import main; main(['scan', '--help'])", id="scan-help"),
        pytest.param("from rootnote.cli import main; main(['--version'])", id="version"),
        pytest.param("from rootnote.cli import main; main(['scan', '--no-such-option'])", id="usage-error"),
    ],
)
def test_nothing_heavy_is_imported_for(code: str) -> None:
    heavy = "{'spacy', 'medspacy', 'pandas', 'numpy'}"
    report = f"import atexit, sys; atexit.register(lambda: print('heavy:', sorted({heavy} & sys.modules.keys())))"
    done = subprocess.run([sys.executable, "-c", f"{report}; {code}"], capture_output=True, text=True, check=False)
    assert done.stdout.splitlines()[-1] == "heavy: []", done.stderr
