"""Reports as the tests make and read them."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from spacy.language import Language

from rootnote.batch.identity import Settings
from rootnote.batch.scanning import scan_each
from rootnote.report.page.writing import MOST_NOTES, open_page
from rootnote.source import Failure, Note

EMOJI = (
    "😀 HPI: 🦴🦴 Left leg pain to the heel 🙂 for 6 weeks.\n👩‍⚕️ EXAM: Left ankle reflex absent.\n"
    "ASSESSMENT: 🦵 Left S1 radiculopathy.\nMRI is ordered 🧲.\n"
)
HOSTILE = (
    "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"><!-- </script> --> ]]> &lt; {{ 7*7 }} {% raw %}\n"
    "'\"` \u202eright\u202c \u2028 \u2029 \0 \x1b[2J \u00a0 </style></title></textarea><svg onload=\"document.title='owned'\">\n"
    "HPI: Left leg pain <b>to the heel</b>.\nASSESSMENT: Left radiculopathy <script>alert(1)</script>.\n"
)


def write_page(path: Path, notes: Iterable[Note | Failure], nlp: Language, most: int = MOST_NOTES) -> str:
    """The page of a run over the notes, in this process; it is also written to the path, with the records beside it."""
    with open_page(path, most) as page:
        for outcome in scan_each(page.watch(notes), path.with_suffix(".jsonl"), settings=Settings(), nlp=nlp):
            page.add(outcome)
    return path.read_text(encoding="utf-8")


@dataclass
class Element:
    """A start tag, its attributes and, of scripts and styles, what stands in it."""

    tag: str
    attributes: dict[str, str | None]
    content: str = ""


@dataclass
class Parsed(HTMLParser):
    """A page, read back."""

    html: str
    elements: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._raw = False
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, dict(attrs)))
        self._raw = tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        self._raw = False

    def handle_data(self, data: str) -> None:
        if self._raw:
            self.elements[-1].content += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What a reader sees without JavaScript, on one line."""
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[Element]:
        return [one for one in self.elements if one.tag == tag]

    def data(self, name: str) -> Any:
        """The JSON of a data element."""
        (found,) = [one for one in self.all("script") if one.attributes.get("id") == name]
        assert found.attributes["type"] == "application/json"
        return json.loads(found.content)

    @property
    def index(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.data("index")
        return found

    def unpacked(self, name: str) -> list[Any]:
        """The texts, or the entries, of all blocks."""
        blocks = [json.loads(zlib.decompress(base64.b64decode(self.data(f"{name}-{n}")))) for n in range(len(self.index["starts"]))]
        assert [sum(map(len, blocks[:n])) for n in range(len(blocks))] == self.index["starts"]
        return [one for block in blocks for one in block]


def cut(text: str, place: tuple[int, int]) -> str:
    """The words at a place that counts UTF-16 units."""
    start, end = place
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
