"""Notebooks without what their cells showed, since that holds text of notes."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any


def strip(model: MutableMapping[str, Any], **_: object) -> None:
    """Takes the outputs and execution counts out of what Jupyter is about to save: a ``pre_save_hook`` of its contents manager.

    ``model`` has the keys "type" and "content", as Jupyter's contents API gives them; anything but a notebook is left alone.
    """
    if model["type"] == "notebook":
        for cell in model["content"]["cells"]:
            if cell["cell_type"] == "code":
                cell.update(outputs=[], execution_count=None)
