"""Rows to Parquet, one row group at a time. Importing this needs pyarrow (the extra ``parquet``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from rootnote.batch.outcomes import Rows
from rootnote.batch.tables import Kind, Row, Table

_ROWS_PER_GROUP = 20_000

_TYPES = {Kind.TEXT: pa.string(), Kind.TEXTS: pa.list_(pa.string()), Kind.INTEGER: pa.int32(), Kind.NUMBER: pa.float64()}


def schema_of(table: Table) -> pa.Schema:
    """The declared schema of a table."""
    return pa.schema([(name, _TYPES[kind]) for name, kind in table.columns.items()])


def columns_of(path: Path) -> list[str]:
    """The names of the columns of a file; none when it is not Parquet. Raises ``OSError`` when it can't be read."""
    try:
        return list(pq.read_schema(path).names)
    except pa.ArrowException:
        return []


@contextmanager
def open_parquet(stream: BinaryIO, table: Table) -> Iterator[Callable[[Rows], None]]:
    """A function that adds rows to the table in the stream. No more than one row group is kept in memory.

    However the run ends, the file is closed as Parquet wants it, so that the rows so far can be read.
    """
    schema = schema_of(table)
    writer = pq.ParquetWriter(stream, schema, compression="zstd")
    kept: list[Row] = []

    def write_group() -> None:
        columns = zip(*kept, strict=True) if kept else ([] for _ in schema)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        writer.write_table(pa.Table.from_arrays(arrays, schema=schema), row_group_size=_ROWS_PER_GROUP)
        kept.clear()

    def add(rows: Rows) -> None:
        kept.extend(row for row in rows if not isinstance(row, str))
        if len(kept) >= _ROWS_PER_GROUP:
            write_group()

    try:
        yield add
    except Exception:
        with suppress(OSError):
            writer.close()
        raise
    except BaseException:
        write_group()
        writer.close()
        raise
    write_group()
    writer.close()
