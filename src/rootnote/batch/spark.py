"""Many notes on a cluster: a Spark DataFrame of notes to records and tables. Importing this needs the extra ``spark``.

What is done how often: the notes are shuffled once, by id, and read once, in one pass (``review_notes``) that makes a row with everything
that is kept of a note. The tables are columns of those rows (``tables_of``), so they cost no second reading as long as the rows are written
or cached first, as ``rootnote.batch.sparkfiles.write_tables`` does.

``mapInArrow`` rather than ``mapInPandas``: rows go straight to Arrow in the declared schemas of the Parquet tables, where pandas would make
floats of integers with gaps and objects of lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql import functions
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import BinaryType, DataType, IntegralType, StringType

from rootnote.batch.formats import Format
from rootnote.batch.identity import Settings
from rootnote.batch.outcomes import Outcome, outcome_of
from rootnote.batch.parquet import schema_of
from rootnote.batch.runner import finish_each, refuse_limits
from rootnote.batch.tables import TABLES
from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting, chosen
from rootnote.errors import RootnoteError, SourceError
from rootnote.incidents import where_raised
from rootnote.reviewer import loaded
from rootnote.source import Columns, Failure, Note
from rootnote.source.rows import note_of_typed_cells, rows_of

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

#: The first columns of a row, and the name of the table that they make by themselves.
RECORDS = "records"
_RECORD = pa.schema([("id", pa.string()), ("error", pa.string()), ("record", pa.string())])

_REVIEWED = pa.schema([*_RECORD, *(pa.field(table.name, pa.list_(pa.struct(list(schema_of(table))))) for table in TABLES)])

#: How many parts the notes are dealt out to when nothing else is said: as many as in Spark's own shuffles.
PARTITIONS = 200

_ROWS_PER_BATCH = 256
_NAMELESS = "(no id)"


def review_notes(
    notes: DataFrame,
    *,
    id_column: str = "id",
    text_column: str = "text",
    config: Path | str | None = None,
    setting: Setting | str = Setting.OUTPATIENT,
    linkage: Linkage | str = Linkage.EXPLICIT,
    timeout: float | None = None,
    partitions: int = PARTITIONS,
) -> DataFrame:
    """One row per note: ``id``; ``record``, its line of JSON as ``rootnote scan`` writes it; ``error``, null where there is a record; and
    ``notes``, ``codes``, ``elements``, ``findings``: its rows in each of these tables, as an array of structs.

    Ids are strings or integers, texts strings or bytes. Notes are dealt out to ``partitions`` by their ids and come in the order of these,
    so that the rows of a partition depend on neither files nor cluster. The pipeline is loaded once in each Python process of an executor,
    which Spark keeps for its next tasks. With a ``timeout`` (seconds for one note), a second process reads the notes: one that takes too
    long, or kills the process, is a row with an error. So is each other note that fails, and of several notes with the same id each but one
    (that whose text sorts first). ``config`` is a file on the driver, a site's own rules or another pipeline config; Spark sends it along.

    Raises ``SourceError`` for columns that are not there or of another type, ``RuleError`` for a wrong ``config``, ``ValueError`` for an
    unknown setting or linkage, or a timeout that is not above 0. An error of the job never holds text of a note.
    """
    settings = Settings(chosen(Setting, setting), chosen(Linkage, linkage))
    refuse_limits(timeout=timeout)
    ids = _column(notes, id_column, "ids", (StringType, IntegralType)).alias("id")
    texts = _column(notes, text_column, "texts", (StringType, BinaryType)).alias("text")
    site = None if config is None else Path(config)
    if site is not None:
        loaded(site)
        notes.sparkSession.sparkContext.addFile(str(site))
    dealt = notes.select(ids, texts).repartition(partitions, "id")
    work = partial(
        review_batches, columns=Columns(id_column, text_column), settings=settings, config=site.name if site else None, timeout=timeout
    )
    return dealt.sortWithinPartitions("id", functions.asc_nulls_last("text")).mapInArrow(work, from_arrow_schema(_REVIEWED))


def tables_of(reviewed: DataFrame) -> dict[str, DataFrame]:
    """The tables by their names: ``records`` (id, error, record), then those that ``rootnote scan --format parquet`` writes.

    Each one reads the notes again, unless ``reviewed`` is cached or comes from where it was written.
    """
    tables = {table.name: reviewed.select(functions.inline(table.name)) for table in TABLES}
    return {RECORDS: reviewed.select(*_RECORD.names), **tables}


def _column(notes: DataFrame, name: str, what: str, types: tuple[type[DataType], ...]) -> Column:
    if name not in notes.columns:
        raise SourceError(f"the notes have no column '{name}'")
    kind = notes.schema[name].dataType
    if not isinstance(kind, types):
        raise SourceError(f"the column '{name}' is of type {kind.simpleString()}, which holds no {what}")
    return functions.col("`{}`".format(name.replace("`", "``")))


def review_batches(
    batches: Iterable[pa.RecordBatch], *, columns: Columns, settings: Settings, config: str | None, timeout: float | None
) -> Iterator[pa.RecordBatch]:
    """The rows of one partition. Raises only what says nothing of a note: Spark puts the message into its logs."""
    try:
        if config is not None:
            settings = Settings(settings.setting, settings.linkage, Path(SparkFiles.get(config)))
        items = _each_once(chain.from_iterable(_notes_of(batch, columns) for batch in batches))
        outcomes = finish_each(items, partial(outcome_of, layout=Format.PARQUET), settings=settings, timeout=timeout)
        while some := list(islice(outcomes, _ROWS_PER_BATCH)):
            yield _batch_of(some)
    except RootnoteError:
        raise
    except Exception as error:
        reason = where_raised(error)
    else:
        return
    raise RootnoteError(f"stopped by an error in rootnote itself: {reason}")


def _notes_of(batch: pa.RecordBatch, columns: Columns) -> Iterator[Note | Failure]:
    for note_id, text in rows_of(*batch.columns):
        place = _NAMELESS if note_id is None else str(note_id) or _NAMELESS
        yield note_of_typed_cells(place, note_id, text, columns)


def _each_once(items: Iterable[Note | Failure]) -> Iterator[Note | Failure]:
    """The items, which come in the order of their ids; one with the id of the item before is a failure."""
    before = None
    for item in items:
        yield Failure(item.id, f"{item.id}: the id is already taken by another note") if item.id == before != _NAMELESS else item
        before = item.id


def _batch_of(outcomes: list[Outcome]) -> pa.RecordBatch:
    """The outcomes as rows of the declared schema."""
    columns = zip(*((one.id, one.error, one.line.rstrip("\n"), *one.rows) for one in outcomes), strict=True)
    return pa.RecordBatch.from_arrays(
        [pa.array(column, field.type) for column, field in zip(columns, _REVIEWED, strict=True)], schema=_REVIEWED
    )
