"""Where a cluster's notes are read from and its tables are written to: any file system that Hadoop knows, each path as Spark takes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import unquote, urlsplit

from pyspark.sql import functions

from rootnote.batch.spark import tables_of
from rootnote.batch.tables import NOTES
from rootnote.errors import OutputError, SourceError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# What a file is by the end of its name: Spark itself writes lines of JSON as .json.
_KIND = r"\.(parquet$|json(?=l?(?:\.gz)?$))"
_ENDING = r"\.[^./]*$"
_WANTED = "want .parquet files only, or .jsonl and .jsonl.gz files only"
_MISSING = "there is no such file or folder"
_THERE = "it is there already; --overwrite (overwrite=True) replaces it"
#: So many endings of other files are named.
_NAMED = 3
_STAGE = "_reviewed"  # Spark and others that read the folder pass over names that begin so


@dataclass(frozen=True, slots=True)
class Written:
    """How many notes have a row in the tables, and how many of these failed."""

    notes: int
    failures: int


def read_frame(spark: SparkSession, path: str, *, id_column: str = "id", text_column: str = "text") -> DataFrame:
    """The notes of a .parquet, .jsonl or .jsonl.gz file, or of all such files of one kind in a folder and its subfolders.

    A line that is no JSON object comes as a row without id. Raises ``SourceError`` when there is no such path, and when other files, or
    files of both kinds, are in the folder.
    """
    if not _Place.at(spark, path).exists():
        raise SourceError(f"{path}: {_MISSING}")
    reader = spark.read.option("recursiveFileLookup", True)
    files = reader.format("binaryFile").load(path)
    kind, ending = functions.regexp_extract("path", _KIND, 1).alias("kind"), functions.regexp_extract("path", _ENDING, 0).alias("ending")
    found = files.select(kind, ending).distinct().collect()
    kinds = {row.kind for row in found}
    if kinds == {"parquet"}:
        return reader.parquet(path)
    if kinds == {"json"}:
        return reader.schema(f"`{id_column}` string, `{text_column}` string").option("lineSep", "\n").json(path)
    raise SourceError(f"{path}: {_WANTED}; {_told({row.ending for row in found})}")


def _told(endings: set[str]) -> str:
    """What stands there by the endings of its names, and which command reads folders of texts."""
    if not endings:
        return "there are none"
    first = sorted(ending or "names without an ending" for ending in endings)[:_NAMED]
    more = "" if len(endings) <= _NAMED else " and others"
    return f"there are {', '.join(first)}{more}{'; rootnote scan reads folders of .txt files' if '.txt' in endings else ''}"


def refuse_local(path: str, folder: str, *, overwrite: bool = False) -> None:
    """Refuses, before a Spark session is started, what ``read_frame`` and ``write_tables`` would refuse of paths on this machine.

    Raises ``SourceError`` when there is no such path, and ``OutputError`` when the folder is there and is not to be overwritten.
    """
    if not Path(path).exists():
        raise SourceError(f"{path}: {_MISSING}")
    if Path(folder).exists() and not overwrite:
        raise OutputError(f"{folder}: {_THERE}")


def write_tables(reviewed: DataFrame, folder: str, *, overwrite: bool = False) -> Written:
    """Writes what ``review_notes`` gives as Parquet, a folder for each of ``tables_of``.

    The notes are read in the one pass that writes the rows beside ``folder``, under its name with ".part"; the tables are taken from there,
    and the whole gets its name at the end. What an earlier run left in the part is removed. Raises ``OutputError`` when the folder is there
    and is not to be overwritten, or when it holds notes that are to be read.
    """
    spark = reviewed.sparkSession
    place, part = _Place.at(spark, folder), _Place.at(spark, f"{folder.rstrip('/')}.part")
    if place.exists():
        if not overwrite:
            raise OutputError(f"{folder}: {_THERE}")
        if any(place.holds(file) for file in reviewed.inputFiles()):
            raise OutputError(f"{folder}: notes that are to be read are in it; notes are never written over")
    if any(part.holds(file) for file in reviewed.inputFiles()):
        raise OutputError(f"{folder}.part: notes that are to be read are in it, and it is where tables stand until they are whole")
    part.delete()
    _write(reviewed, part.below(_STAGE))
    for name, table in tables_of(spark.read.schema(reviewed.schema).parquet(part.below(_STAGE))).items():
        _write(table, part.below(name))
    _Place.at(spark, part.below(_STAGE)).delete()
    errors = spark.read.parquet(part.below(NOTES.name)).select("error")
    counts = errors.agg(functions.count("*").alias("notes"), functions.count("error").alias("failures")).collect()[0]
    place.delete()
    part.rename_to(place)
    return Written(counts.notes, counts.failures)


def _write(table: DataFrame, path: str) -> None:
    table.write.option("compression", "zstd").parquet(path)


@dataclass(frozen=True, slots=True)
class _Place:
    """A path in its file system: objects of the Java machine, for Spark for Python has no calls of its own that look at files."""

    path: Any
    system: Any

    @classmethod
    def at(cls, spark: SparkSession, path: str) -> Self:
        context: Any = spark.sparkContext
        unqualified = context._jvm.org.apache.hadoop.fs.Path(path)
        system = unqualified.getFileSystem(context._jsc.hadoopConfiguration())
        return cls(system.makeQualified(unqualified), system)

    def below(self, name: str) -> str:
        return f"{self.path.toString().rstrip('/')}/{name}"

    def exists(self) -> bool:
        found: bool = self.system.exists(self.path)
        return found

    def holds(self, file: str) -> bool:
        """Whether a file, named by a URI, lies at or below this place."""
        mine, theirs = urlsplit(self.path.toUri().toString()), urlsplit(file)
        below = f"{unquote(theirs.path)}/".startswith(f"{unquote(mine.path).rstrip('/')}/")
        return below and (mine.scheme, mine.netloc) == (theirs.scheme, theirs.netloc)

    def delete(self) -> None:
        self.system.delete(self.path, True)

    def rename_to(self, other: Self) -> None:
        if not self.system.rename(self.path, other.path):
            raise OutputError(f"{other.path.toString()}: can't be written: its part can't be renamed")
