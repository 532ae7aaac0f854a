"""``models/build.py`` as a module: what it measures and builds is tested."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

_FILE = Path(__file__).parent.parent / "models" / "build.py"
_spec = spec_from_file_location("rootnote_model_build", _FILE)
assert _spec is not None
assert _spec.loader is not None
model_build = module_from_spec(_spec)
_spec.loader.exec_module(model_build)
