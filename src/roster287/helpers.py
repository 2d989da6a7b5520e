"""Helper processes: on how many cores, and what is said when the system ends one of them."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from roster287.errors import RosterError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor


def cores() -> int:
    """On how many cores this process may run."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def can_fork() -> bool:
    """Whether a helper may begin with all that this process has in memory."""
    from multiprocessing import get_all_start_methods

    return "fork" in get_all_start_methods()


def _begin(parent: int) -> None:
    """Begin as a helper: nothing is collected, and no helper stays behind a parent that was killed."""
    gc.disable()
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


@contextmanager
def helpers(count: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that work beside this one, forked where the system can; at the end what has not begun is left.

    What has begun is waited for, and ended where this process breaks off: nothing is written any more by then. Raises
    `RosterError` when one of them was ended from outside, as a system that lacks memory does.
    """
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import active_children, get_context

    others = set(active_children())
    context = get_context("fork" if can_fork() else "spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=_begin, initargs=(os.getpid(),)) as pool:
        try:
            yield pool
        except BrokenProcessPool:
            raise RosterError(
                "A helper process of this command was ended from outside before its work was done.",
                "What stood before is untouched. Systems do that where memory runs out: give it more and run it again.",
            ) from None
        except BaseException:
            for process in set(active_children()) - others:
                process.kill()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
