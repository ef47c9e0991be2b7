"""Calls that go on beside the notebook, and can be cancelled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from . import command

T = TypeVar("T")


class Job(Generic[T]):
    """A call under way in a thread of its own: see :func:`start`. It can be awaited."""

    def __init__(self, call: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self._stop = threading.Event()
        self._future: Future[T] = Future()
        self._future.set_running_or_notify_cancel()
        threading.Thread(target=self._work, args=(call, args, kwargs), daemon=True).start()

    def _work(self, call: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        command.stop.set(self._stop)
        try:
            self._future.set_result(call(*args, **kwargs))
        except BaseException as error:
            self._future.set_exception(error)

    def cancel(self) -> None:
        """Ends the call, within a fifth of a second: its result is then the error Cancelled, and it leaves no process."""
        self._stop.set()

    def done(self) -> bool:
        """Whether there is a result, or an error."""
        return self._future.done()

    def result(self, timeout: float | None = None) -> T:
        """What the call returns; it raises what the call raises. After so many seconds without either, TimeoutError:
        the call goes on. An interrupt ends it."""
        try:
            return self._future.result(timeout)
        except KeyboardInterrupt:
            self.cancel()
            raise

    def __await__(self) -> Generator[Any, None, T]:
        return self._awaited().__await__()

    async def _awaited(self) -> T:
        try:
            return await asyncio.wrap_future(self._future)
        except asyncio.CancelledError:
            self.cancel()
            raise


def start(call: Callable[..., T], *args: Any, **kwargs: Any) -> Job[T]:
    """Starts a call beside the notebook: ``job = envelope.start(env.run, paths=100_000_000)``.

    ``job.result()`` or ``await job`` gives what it returns; ``job.cancel()`` ends it, and so does whatever ends the
    awaiting, such as ``asyncio.wait_for``.
    """
    return Job(call, args, kwargs)
