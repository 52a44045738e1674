"""The demo's queue: kombu's folder of files, with messages that appear whole or not at all.

kombu opens a message file and then writes into it; a worker that looks in between reads nothing and dies of it.
The table that says which queue belongs to an exchange has the same gap; it is read and written one at a time.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """A channel whose messages are written elsewhere in the folder and then renamed, and whose table is never half read."""

    @contextmanager
    def _alleen(self) -> Iterator[None]:
        """Let nobody else read or write the table meanwhile."""
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with (self.control_folder / "tabel.slot").open("w") as slot:
            filesystem.lock(slot, filesystem.LOCK_EX)  # type: ignore[no-untyped-call]  # kombu has no types
            try:
                yield
            finally:
                filesystem.unlock(slot)  # type: ignore[no-untyped-call]  # kombu has no types

    def get_table(self, exchange: str) -> Any:
        """Which queues belong to this exchange."""
        with self._alleen():
            return super().get_table(exchange)  # type: ignore[no-untyped-call]  # kombu has no types

    def _queue_bind(self, *args: Any, **kwargs: Any) -> None:
        """Note which queue belongs to an exchange."""
        with self._alleen():
            super()._queue_bind(*args, **kwargs)  # type: ignore[no-untyped-call]  # kombu has no types

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu's own channel
        """Put a message onto the queue in one step."""
        map_, naam = Path(self.data_folder_out), str(uuid4())
        half = map_ / f"{naam}.half"
        half.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]  # kombu has no types
        os.replace(half, map_ / f"{time.monotonic() * 1000:.0f}_{naam}.{queue}.msg")


class Transport(filesystem.Transport):
    """kombu's filesystem transport with that channel."""

    Channel = Channel
