"""The command line as tests run it."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

CODED = "ASSESSMENT: Left S1 radiculopathy due to L5-S1 disc herniation.\n"


class Done(NamedTuple):
    """A finished command."""

    code: object
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Done]
