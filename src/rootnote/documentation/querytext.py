"""Queries read back from text, so that any query may be checked, whoever wrote it.

A query is a block of lines: the first is its title, lines that begin with a box or bullet are choices, lines that quote the note are its
indicators, and the rest is the question. A line of dashes or of equals signs separates queries; so does an empty line before a new title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from rootnote.documentation.queries import Indicator, Query

_OPTION = re.compile(r"\s*(?:[☐☑☒□■◻○●•▪*–-]|\[[ xX]?\]|\([ xX]?\)|[a-hA-H]\)|\d{1,2}[.)])\s*(?=\S)")
_RULER = re.compile(r"\s*[-=_*]{3,}\s*")
_QUOTED = re.compile('“[^”]*”|"[^"\n]*"')


def read_queries(text: str) -> tuple[Query, ...]:
    """The queries of a text, in order; quotations in straight quotation marks are taken as quotations too."""
    return tuple(_query(block) for block in _blocks(text))


def _blocks(text: str) -> Iterator[list[str]]:
    """The lines of each query. An empty line ends a query that has had its choices."""
    block: list[str] = []
    for line in [*text.splitlines(), "---"]:
        has_options = any(_OPTION.match(one) for one in block[1:])
        if _RULER.fullmatch(line) or (block and has_options and line.strip() and not _OPTION.match(line) and block[-1] == ""):
            if any(block):
                yield [one for one in block if one]
            block = []
        if not _RULER.fullmatch(line):
            block.append(line.strip())


def _query(lines: list[str]) -> Query:
    title, *rest = [_QUOTED.sub(_curly, line) for line in lines]
    options = [_OPTION.sub("", line, count=1) for line in rest if _OPTION.match(line)]
    said = [line for line in rest if not _OPTION.match(line)]
    question = [line for line in said if line.endswith("?")] or said[-1:]
    indicators = tuple(Indicator(quoted, "") for line in said for quoted in re.findall("“([^”]*)”", line))
    return Query(title, indicators, " ".join(question), tuple(options))


def _curly(match: re.Match[str]) -> str:
    return f"“{match.group()[1:-1]}”"
