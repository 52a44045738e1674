"""The demo's queue: kombu's folder of files, with messages that appear whole or not at all.

kombu opens a message file and then writes into it; a worker that looks in between reads nothing and dies of it.
"""

import os
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """A channel whose messages are written elsewhere in the folder and then renamed."""

    def _put(self, queue: str, payload: Any, **kwargs: Any) -> None:  # type: ignore[override]  # as kombu's own channel
        """Put a message onto the queue in one step."""
        map_, naam = Path(self.data_folder_out), str(uuid4())
        half = map_ / f"{naam}.half"
        half.write_text(dumps(payload), encoding="utf-8")  # type: ignore[no-untyped-call]  # kombu has no types
        os.replace(half, map_ / f"{time.monotonic() * 1000:.0f}_{naam}.{queue}.msg")


class Transport(filesystem.Transport):
    """kombu's filesystem transport with that channel."""

    Channel = Channel
