"""``rootnote spark``: many notes on a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from rootnote.coding.linkage import Linkage
from rootnote.coding.setting import Setting
from rootnote.commands.options import (
    SECONDS_PER_NOTE,
    ConfigOption,
    IdColumnOption,
    LinkageOption,
    SettingOption,
    TextColumnOption,
    TimeoutOption,
    complain,
)

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

#: What spark-submit sets for a program that it starts.
_SUBMITTED = "PYSPARK_GATEWAY_PORT"


def spark(
    source: Annotated[str, typer.Argument(metavar="IN", help="A .parquet, .jsonl or .jsonl.gz file, or a folder of such files.")],
    output: Annotated[str, typer.Argument(metavar="OUT", help="The folder for the tables, in any file system that Spark knows.")],
    id_column: IdColumnOption = "id",
    text_column: TextColumnOption = "text",
    timeout: TimeoutOption = SECONDS_PER_NOTE,
    partitions: Annotated[
        int,
        typer.Option(min=1, help="How many parts the notes are dealt out to: several for each core, of some ten thousand notes at most."),
    ] = 200,
    setting: SettingOption = Setting.OUTPATIENT,
    linkage: LinkageOption = Linkage.EXPLICIT,
    config: ConfigOption = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace the folder OUT when it is there.")] = False,
) -> None:
    """Read many notes with Spark and write their records and tables as Parquet.

    Started by spark-submit it runs where that says, otherwise on all cores of this machine.

    A note that fails is a row with an error, and the job as such is done.
    """
    try:
        from rootnote.batch.spark import review_notes
        from rootnote.batch.sparkfiles import read_frame, refuse_local, write_tables
    except ImportError:
        raise typer.BadParameter("Spark is not installed: pip install 'rootnote[spark]'") from None
    from rootnote.report.words import counted

    if not _may_be_elsewhere(source, output):
        refuse_local(source, output, overwrite=overwrite)
    with spark_session() as session:
        reviewed = review_notes(
            read_frame(session, source, id_column=id_column, text_column=text_column),
            id_column=id_column,
            text_column=text_column,
            config=config,
            setting=setting,
            linkage=linkage,
            timeout=timeout or None,
            partitions=partitions,
        )
        written = write_tables(reviewed, output, overwrite=overwrite)
    complain(f"{counted(written.notes, 'note')}, {written.failures:,} of them failed; tables: {output}")


def _may_be_elsewhere(*paths: str) -> bool:
    """Whether Spark may take one of the paths for that of another file system than this machine's own."""
    return any(name in os.environ for name in (_SUBMITTED, "HADOOP_CONF_DIR", "SPARK_CONF_DIR", "SPARK_HOME")) or any(
        urlsplit(path).scheme for path in paths
    )


@contextmanager
def spark_session() -> Iterator[SparkSession]:
    """The session that is there already, or one of ours. Raises ``OutputError`` when Spark gives up; its own log says why."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    from rootnote.errors import OutputError

    there = SparkSession.getActiveSession()
    session = there or _new_session()
    try:
        # A batch of ten thousand notes, as Spark makes them, may be gigabytes.
        session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 256)
        yield session
        return
    except (PySparkException, Py4JError) as error:
        reason = type(error).__name__
    finally:
        if there is None:
            session.stop()
    raise OutputError(f"Spark gave up ({reason}); its log says why")


def _new_session() -> SparkSession:
    from pyspark.sql import SparkSession

    builder: SparkSession.Builder = SparkSession.builder.appName("rootnote")
    if _SUBMITTED not in os.environ:  # not started by spark-submit: this machine alone, open to no other
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.config(map={"spark.master": "local[*]", "spark.ui.enabled": "false", "spark.log.level": "ERROR"})
        builder = builder.config("spark.ui.showConsoleProgress", sys.stderr.isatty())
    return builder.getOrCreate()
