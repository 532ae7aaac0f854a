"""A real Spark on two cores: the same bytes as a scan, errors as rows. Skipped where Spark or Java is missing."""

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import rootnote.reviewer
from commandline import CODED, Run
from rootnote.batch.formats import Format
from rootnote.batch.identity import Settings
from rootnote.batch.runner import review_each
from rootnote.batch.scanning import scan_each
from rootnote.batch.tables import TABLES
from rootnote.batch.writers import jsonl_line
from rootnote.errors import OutputError, RootnoteError, RuleError, SourceError
from rootnote.source import Columns, Failure, Note, read_notes

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed")
pytestmark = [
    pytest.mark.skipif(shutil.which("java") is None and "JAVA_HOME" not in os.environ, reason="Java is not installed"),
    pytest.mark.filterwarnings("ignore:unclosed <socket.socket .*'127.0.0.1':ResourceWarning"),  # py4j's, to the Java machine
    pytest.mark.filterwarnings(
        "ignore:distutils Version classes are deprecated:DeprecationWarning"
    ),  # by which Spark compares pandas' version
]

from rootnote.batch.spark import review_batches, review_notes, tables_of  # noqa: E402
from rootnote.batch.sparkfiles import read_frame, write_tables  # noqa: E402

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

HEART = "EXAM: Heart has normal S1 and S2, no murmur.\n"
LONG = "Heart sounds are regular; she walks well.\r\n" * 23_000
HOSTILE = {
    "crlf": CODED.replace(" due", "\r\ndue") + "\r\nPLAN:\rMRI of the lumbar spine.\r\n",
    "nul": f"\0 {CODED}\0",
    "marks": f"\ufeff\u202eNo numbness \U0001f9b5 e\u0301. {CODED}",
    "../escape\n;=1+1": CODED,
    "one-megabyte": LONG,
    "empty": "",
    "blank": " \r\n\t",
    "too-long": LONG + LONG,
}
FAIL = {"empty", "blank", "too-long"}
QUICK_TO_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # of the Java machine


@pytest.fixture(scope="module")
def spark() -> Iterator["SparkSession"]:
    """One session for all: Spark takes seconds to start. Its Python processes are those of this environment."""
    from pyspark.sql import SparkSession

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        settings = {"spark.ui.enabled": "false", "spark.log.level": "ERROR", "spark.ui.showConsoleProgress": "false"}
        settings |= {"spark.sql.shuffle.partitions": "2", "spark.driver.extraJavaOptions": QUICK_TO_START}
        interrupted = signal.getsignal(signal.SIGINT)
        session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
        yield session
        session.stop()
        signal.signal(signal.SIGINT, interrupted)  # Spark's own goes on to cancel its jobs, of which there are none any more
        gc.collect()  # what Spark has left open is closed while its warnings are passed over


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory, sample_notes: Path) -> Path:
    """The project's own notes and hostile ones, as lines of JSON."""
    path = tmp_path_factory.mktemp("rows") / "notes.jsonl"
    notes = {note.id: note.text for note in read_notes([sample_notes]) if isinstance(note, Note)} | HOSTILE
    path.write_text("".join(json.dumps({"id": note_id, "text": text}) + "\n" for note_id, text in notes.items()))
    return path


@pytest.fixture(scope="module")
def scanned(rows: Path) -> tuple[Path, dict[str, str]]:
    """The folder of tables of a scan, and its lines by their ids."""
    folder = rows.parent / "scanned"
    run = scan_each(read_notes([rows]), folder, Format.PARQUET, settings=Settings())
    return folder, {outcome.id: outcome.line for outcome in run}


@pytest.fixture(scope="module")
def written(spark: "SparkSession", rows: Path) -> Path:
    """The folder of tables that Spark makes of the same rows."""
    folder = rows.parent / "written"
    counts = write_tables(review_notes(read_frame(spark, str(rows)), timeout=60, partitions=3), str(folder))
    assert counts.failures == len(FAIL)
    return folder


def few(spark: "SparkSession", *rows: tuple[Any, Any], types: str = "id string, text string") -> "DataFrame":
    return spark.createDataFrame(list(rows), types)


def reviewed(frame: "DataFrame", **options: Any) -> list[Any]:
    return review_notes(frame, partitions=1, **options).collect()


def by_id(table: pa.Table) -> list[dict[str, Any]]:
    return sorted(table.to_pylist(), key=lambda row: row["id"])


def test_records_are_those_of_a_scan_to_the_byte(scanned: tuple[Path, dict[str, str]], written: Path) -> None:
    expected = scanned[1]
    found = {row["id"]: row["record"] for row in pq.read_table(written / "records").to_pylist()}
    assert found.keys() == expected.keys()
    assert len(found) > 150
    for note_id in found.keys() - FAIL:
        assert f"{found[note_id]}\n" == expected[note_id], note_id


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_tables_are_those_of_a_scan(scanned: tuple[Path, dict[str, str]], written: Path, table: Any) -> None:
    expected, found = pq.read_table(scanned[0] / f"{table.name}.parquet"), pq.read_table(written / table.name)
    assert [(field.name, field.type) for field in found.schema] == [(field.name, field.type) for field in expected.schema]
    failures = {"empty": "empty", "blank": "empty", "too-long": "longer than 1,000,000 characters"}
    rows = [row for row in by_id(expected) if row["id"] not in failures]
    assert [row for row in by_id(found) if row["id"] not in failures] == rows
    errors = {row["id"]: row["error"] for row in by_id(found) if row["id"] in failures}
    assert errors == ({note_id: f"{note_id}: {why}" for note_id, why in failures.items()} if table.name == "notes" else {})


def test_nothing_but_whole_tables_is_left(written: Path) -> None:
    assert {path.name for path in written.iterdir()} == {"records", *(table.name for table in TABLES)}
    assert all((path / "_SUCCESS").exists() for path in written.iterdir())
    assert not written.with_name("written.part").exists()


def test_rows_that_are_no_notes_are_errors_and_the_rest_goes_on(spark: "SparkSession") -> None:
    notes = few(spark, ("b", HEART), (None, CODED), (None, HEART), ("a", None), ("", HEART), ("c", CODED))
    assert [(row.id, row.error) for row in reviewed(notes)] == [
        ("(no id)", '(no id): "id" is missing'),
        ("(no id)", '(no id): "id" is missing'),
        ("(no id)", '(no id): "id" is empty'),
        ("a", 'a: "text" is missing'),
        ("b", None),
        ("c", None),
    ]


def test_one_of_several_notes_with_an_id_is_read_whatever_their_order(spark: "SparkSession") -> None:
    notes = few(spark, ("twice", HEART), ("once", HEART), ("twice", CODED), ("twice", HEART))
    rows = reviewed(notes.repartition(2))
    assert [(row.id, row.error) for row in rows] == [
        ("once", None),
        ("twice", None),
        ("twice", "twice: the id is already taken by another note"),
        ("twice", "twice: the id is already taken by another note"),
    ]
    assert json.loads(rows[1].record)["codes"] == ["M51.17"]
    assert [len(row.codes) > 0 for row in rows] == [False, True, False, False]
    assert json.loads(rows[2].record) == {"id": "twice", "error": rows[2].error}


def test_integers_are_ids_and_bytes_are_texts(spark: "SparkSession") -> None:
    texts = [CODED.encode(), "Sciatica for 2½ weeks.".encode("cp1252"), b"\xff\xfe\0N"]
    notes = few(spark, *enumerate(map(bytearray, texts), start=1), types="id long, text binary")
    rows = reviewed(notes)
    assert [row.id for row in rows] == ["1", "2", "3"]
    assert json.loads(rows[1].record)["encoding"] == "windows-1252"
    assert rows[2].error == "3: binary: it holds NUL bytes (UTF-16 text must be converted to UTF-8)"


def test_strings_that_are_no_utf_8_are_read_each_by_itself(spark: "SparkSession") -> None:
    """Spark makes strings of any bytes without a look at them."""
    notes = few(spark, ("a", b"40\xb0"), ("b", CODED.encode()), ("c", "é".encode() + b" Zebrafish \xff"), types="id string, text binary")
    first, second, failed = reviewed(notes.selectExpr("id", "cast(text as string) as text"))
    assert [json.loads(row.record)["encoding"] for row in (first, second)] == ["windows-1252", "utf-8"]
    assert failed.error == "c: not UTF-8 (byte 13), nor Windows-1252; convert it first"


def test_note_over_the_time_limit_is_a_row(spark: "SparkSession") -> None:
    (row,) = reviewed(few(spark, ("slow", "Left S1 radiculopathy.\n" * 40_000)), timeout=0.02)
    assert row.error == "slow: it took longer than the time limit"
    assert json.loads(row.record)["text_sha256"]


def test_settings_and_site_rules_reach_the_executors(spark: "SparkSession", tmp_path: Path) -> None:
    site = tmp_path / "spark-site.toml"
    shutil.copy(Path(__file__).parents[2] / "pipelines" / "site.example.toml", site)
    notes = few(spark, ("other-name", CODED), types="visit string, body string")
    (row,) = reviewed(notes, id_column="visit", text_column="body", config=site, setting="inpatient", linkage="presumed")
    expected = rootnote.reviewer.review(
        CODED, nlp=rootnote.reviewer.load(site), note_id="other-name", setting="inpatient", linkage="presumed"
    )
    assert row.record == expected.to_json()


def test_pipeline_is_loaded_once_in_each_process_and_kept_between_tasks(spark: "SparkSession") -> None:
    def look(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        deque(batches, maxlen=0)
        counts = rootnote.reviewer.loaded.cache_info()
        yield pa.RecordBatch.from_pydict({"loads": [counts.misses], "pipelines": [counts.currsize], "uses": [counts.hits]})

    review_notes(few(spark, *((str(number), HEART) for number in range(40))), partitions=12).collect()
    seen = few(spark, ("a", "b")).repartition(4).mapInArrow(look, "loads long, pipelines long, uses long").collect()
    assert all(row.loads == row.pipelines for row in seen)
    assert max(row.uses for row in seen) > 1


@pytest.mark.parametrize(
    ("types", "options", "error"),
    [
        pytest.param("id string, note string", {}, "the notes have no column 'text'", id="no-text-column"),
        pytest.param("id double, text string", {}, "the column 'id' is of type double, which holds no ids", id="fractions-as-ids"),
        pytest.param("id string, text int", {}, "the column 'text' is of type int, which holds no texts", id="numbers-as-texts"),
    ],
)
def test_columns_that_hold_no_notes_are_refused(spark: "SparkSession", types: str, options: dict[str, str], error: str) -> None:
    with pytest.raises(SourceError, match=error):
        review_notes(spark.createDataFrame([], types), **options)


def test_wrong_rules_and_words_are_refused_before_the_job(spark: "SparkSession", tmp_path: Path) -> None:
    (tmp_path / "wrong.toml").write_text("[[rule]]\n")
    with pytest.raises(RuleError, match="wrong.toml"):
        review_notes(few(spark), config=tmp_path / "wrong.toml")
    with pytest.raises(ValueError, match="^setting must be one of"):
        review_notes(few(spark), setting="emergency")


def batch_of(**texts: str) -> pa.RecordBatch:
    return pa.RecordBatch.from_pydict({"id": list(texts), "text": list(texts.values())})


@pytest.mark.usefixtures("failing_on_heart")
def test_note_that_cannot_be_processed_is_the_row_of_a_scan() -> None:
    (batch,) = review_batches([batch_of(coded=CODED, heart=HEART)], columns=Columns(), settings=Settings(), config=None, timeout=None)
    coded, heart = batch.to_pylist()
    lines = [jsonl_line(result) for result in review_each([Note("coded", CODED), Note("heart", HEART)])]
    assert [f"{row['record']}\n" for row in (coded, heart)] == lines
    assert heart["error"].startswith("heart: ValueError in rootnote.reviewer line ")


def test_error_of_the_job_says_nothing_of_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    def quote(place: str, note_id: object, text: object, columns: Columns) -> Note | Failure:
        raise TypeError(f"unexpected: {text}")

    monkeypatch.setattr("rootnote.batch.spark.note_of_typed_cells", quote)
    with pytest.raises(RootnoteError, match="^stopped by an error in rootnote itself: TypeError in rootnote.batch.spark line ") as caught:
        list(review_batches([batch_of(heart=HEART)], columns=Columns(), settings=Settings(), config=None, timeout=None))
    assert caught.value.__context__ is None


def test_folder_of_both_kinds_or_of_none_is_refused(spark: "SparkSession", written: Path, rows: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file or folder"):
        read_frame(spark, str(tmp_path / "missing"))
    with pytest.raises(SourceError, match="there are none"):
        read_frame(spark, str(tmp_path))
    with pytest.raises(SourceError, match="want .parquet files only, or"):
        read_frame(spark, str(rows.parent))  # the lines, and the tables of both runs
    (tmp_path / "a.txt").write_text(HEART)
    with pytest.raises(SourceError, match=r"files only; there are \.txt; rootnote scan reads folders of \.txt files$"):
        read_frame(spark, str(tmp_path))


def test_paths_on_this_machine_are_refused_before_a_session_is_started(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rootnote.commands.spark.spark_session", lambda: pytest.fail("a session was started"))
    for name in ("PYSPARK_GATEWAY_PORT", "HADOOP_CONF_DIR", "SPARK_CONF_DIR", "SPARK_HOME"):
        monkeypatch.delenv(name, raising=False)
    done = run("spark", tmp_path / "gone", tmp_path / "out")
    assert (done.code, done.err) == (2, f"rootnote: {tmp_path / 'gone'}: there is no such file or folder\n")
    done = run("spark", tmp_path, tmp_path)
    assert (done.code, done.err) == (2, f"rootnote: {tmp_path}: it is there already; --overwrite (overwrite=True) replaces it\n")


def test_notes_are_never_written_over(spark: "SparkSession", tmp_path: Path) -> None:
    source = tmp_path / "out" / "with space"
    few(spark, ("a", HEART)).write.parquet(str(source))
    before = sorted(tmp_path.rglob("*"))
    for folder in (source, source.parent):
        frame = review_notes(read_frame(spark, str(source)), partitions=1)
        with pytest.raises(OutputError, match="it is there already"):
            write_tables(frame, str(folder))
        with pytest.raises(OutputError, match="notes are never written over"):
            write_tables(frame, str(folder), overwrite=True)
    assert sorted(tmp_path.rglob("*")) == before


def test_notes_are_never_removed_as_the_part_of_an_earlier_run(spark: "SparkSession", tmp_path: Path) -> None:
    source = tmp_path / "2026.part"
    few(spark, ("a", HEART)).write.parquet(str(source))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OutputError, match="2026.part: notes that are to be read are in it"):
        write_tables(review_notes(read_frame(spark, str(source)), partitions=1), str(tmp_path / "2026"))
    assert sorted(tmp_path.rglob("*")) == before


def test_command_reads_subfolders_and_replaces_only_when_asked(spark: "SparkSession", run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    few(spark, ("a", HEART)).write.parquet(str(source / "day=1"))
    few(spark, ("b", None)).write.parquet(str(source / "day=2"))
    (tmp_path / "out.part").mkdir()
    (tmp_path / "out.part" / "left-by-a-killed-run").touch()
    done = run("spark", source, out, "--partitions", 1, "--timeout", 0)
    assert (done.code, done.out, done.err) == (0, "", f"rootnote: 2 notes, 1 of them failed; tables: {out}\n")
    again = run("spark", source, out)
    assert (again.code, again.err) == (2, f"rootnote: {out}: it is there already; --overwrite (overwrite=True) replaces it\n")
    assert run("spark", source / "day=1", out, "--partitions", 1, "--timeout", 0, "--overwrite").code == 0
    assert [row["id"] for row in pq.read_table(out / "records").to_pylist()] == ["a"]


def test_tables_can_be_taken_from_a_cached_frame(spark: "SparkSession") -> None:
    frame = review_notes(few(spark, ("a", CODED)), partitions=1).cache()
    tables = tables_of(frame)
    assert list(tables) == ["records", "notes", "codes", "elements", "findings"]
    assert ("a", "codes", "M51.17") in [(row.id, row.list, row.code) for row in tables["codes"].collect()]
    frame.unpersist()


def test_spark_submit_runs_the_command(tmp_path: Path) -> None:
    """As the README says it: two lines of Python are what spark-submit wants."""
    main = tmp_path / "main.py"
    main.write_text("from rootnote.__main__ import main\n\nmain()\n")
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "a", "text": CODED}) + "\nno JSON at all\n")
    submit = Path(sys.executable).with_name("spark-submit")
    options = ("--master", "local[1]", "--conf", "spark.ui.enabled=false", "--driver-java-options", QUICK_TO_START)
    arguments = ("spark", str(tmp_path / "in.jsonl"), str(tmp_path / "out"), "--partitions", "1")
    environment = os.environ | {
        "SPARK_HOME": str(Path(pyspark.__file__).parent),  # else sought by a script that trips over a space in a path
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1",
    }
    done = subprocess.run([submit, *options, main, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"rootnote: 2 notes, 1 of them failed; tables: {tmp_path / 'out'}\n" in done.stdout  # where spark-submit puts what Python writes
    found = pq.read_table(tmp_path / "out" / "notes").to_pylist()
    assert [(row["id"], row["error"]) for row in found] == [("(no id)", '(no id): "id" is missing'), ("a", None)]
