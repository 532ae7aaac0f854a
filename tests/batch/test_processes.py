"""Real processes: order, deaths, hangs, and what is left of them. Work is plain functions: a fresh process must be able to import it."""

import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import active_children, get_all_start_methods, get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rootnote.batch.processes import Job, Loss, in_processes
from rootnote.errors import RootnoteError, RuleError

SECONDS = 0.2


def nothing() -> None:
    pass


def die() -> None:
    os._exit(1)


def refuse() -> None:
    raise RuleError("rules.toml: wrong")


def is_quick(item: str) -> bool:
    return item.startswith("quick")


def echo(item: str) -> str:
    """The item, after what it says was done."""
    match item:
        case "exit":
            os._exit(1)
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "hang":
            while True:
                pass
        case "sleep":
            time.sleep(3600)
        case "wrong":
            raise RuleError("rules.toml: wrong")
    return f"{item} by parent" if is_quick(item) and active_children() else item


def lose(item: str, loss: Loss) -> str:
    return f"{item} {loss.name}"


ECHO = Job(prepare=nothing, work=echo, is_quick=is_quick, lose=lose)
LOST = {"exit": "exit DIED", "kill": "kill DIED", "hang": "hang TIMEOUT", "sleep": "sleep TIMEOUT"}


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    yield
    assert active_children() == []


@pytest.mark.parametrize("start_method", get_all_start_methods())
@pytest.mark.parametrize("jobs", [1, 3])
def test_lost_items_are_named_in_their_place_and_the_rest_goes_on(start_method: str, jobs: int) -> None:
    items = [str(number) for number in range(300)]
    for place, item in ((0, "kill"), (77, "exit"), (78, "hang"), (200, "sleep"), (299, "exit")):
        items[place] = item
    found = list(in_processes(items, ECHO, jobs=jobs, timeout=SECONDS, start_method=start_method))
    assert found == [LOST.get(item, item) for item in items]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(["a", "b", "quick", "exit"]), max_size=40))
def test_any_mix_of_items_comes_back_in_order(items: list[str]) -> None:
    found = list(in_processes(items, ECHO, jobs=2))
    assert found == [{"exit": "exit DIED", "quick": "quick by parent"}.get(item, item) for item in items]


def test_memory_stays_flat_when_the_first_item_hangs() -> None:
    read = 0

    def endless() -> Iterator[str]:
        nonlocal read
        yield "hang"
        while True:
            read += 1
            yield str(read)

    results = in_processes(endless(), ECHO, jobs=2, timeout=SECONDS)
    assert next(results) == "hang TIMEOUT"
    assert read < 100
    results.close()


def test_rule_error_ends_the_run() -> None:
    with pytest.raises(RuleError, match="wrong"):
        list(in_processes(["a", "wrong", "b"], ECHO, jobs=2))


@pytest.mark.parametrize("start_method", get_all_start_methods())
def test_error_while_preparing_ends_the_run(start_method: str) -> None:
    job = Job(prepare=refuse, work=echo, is_quick=is_quick, lose=lose)
    with pytest.raises(RuleError, match="wrong"):
        list(in_processes(["a"], job, jobs=1, start_method=start_method))


def test_processes_that_die_before_any_work_end_the_run() -> None:
    job = Job(prepare=die, work=echo, is_quick=is_quick, lose=lose)
    with pytest.raises(RootnoteError, match="before they read a note"):
        list(in_processes(["a"], job, jobs=1, start_method="spawn"))


USED: list[str] = []


def use(item: str) -> str:
    USED.append(item)
    return f"{item} {len(USED)}"


def is_used() -> bool:
    return len(USED) >= 60


@pytest.mark.parametrize("start_method", get_all_start_methods())
def test_process_that_is_worn_is_replaced_and_no_item_is_lost(start_method: str) -> None:
    items = [str(number) for number in range(300)]
    job = Job(prepare=nothing, work=use, is_quick=is_quick, lose=lose, is_worn=is_used)
    found = [line.split() for line in in_processes(items, job, jobs=2, start_method=start_method)]
    assert [item for item, _ in found] == items
    assert max(int(count) for _, count in found) < 60 + 128, "a message has at most 128 items"
    assert sum(count == "1" for _, count in found) > 2


def tell(item: str) -> str:
    """Says over the pipe named by the item that work has begun, and never ends."""
    with Path(item).open("w") as pipe:
        pipe.write(str(os.getpid()))
    return echo("hang")


def run_forever(connection: Connection, pipe: str) -> None:
    """A run as its own process; the connection is inherited by all that it forks, so it closes when the last of them is gone."""
    list(in_processes([pipe], Job(prepare=nothing, work=tell, is_quick=is_quick, lose=lose), jobs=2, start_method="fork"))


def test_killed_run_leaves_no_process_behind(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    context = get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    parent = context.Process(target=run_forever, args=(theirs, str(pipe)))
    parent.start()
    theirs.close()
    assert int(pipe.read_text()) != parent.pid
    parent.kill()
    parent.join()
    assert wait([ours], timeout=30) == [ours], "a worker outlived the run"
    ours.close()
