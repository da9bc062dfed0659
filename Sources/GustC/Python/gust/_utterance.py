"""What is played: utterances, and what is written while they are heard."""

from __future__ import annotations

import ctypes
import enum
import json
import select
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from ._library import RawEvent, RawPosition, Status, check, encoded, failure, library, made, milliseconds

# How long one call waits in C, where Python handles no signal; shorter than what people take for a delay.
_SLICE = 0.1


class EventKind(enum.IntEnum):
    """What happens to an utterance, as gust.h explains it."""

    RETRYING = 1
    WAITING = 2
    RECOVERING = 3
    RECOVERED = 4
    FIRST_BYTE = 5
    STARTED = 6
    STALLED = 7
    RESUMED = 8
    SOUND_LOST = 9
    SOUND_BACK = 10
    FINISHED = 11
    PIECE = 12
    WAITING_FOR_TEXT = 13
    CONNECTING = 14
    OTHER = 100

    @classmethod
    def _missing_(cls, value: object) -> EventKind:
        return cls.OTHER


@dataclass(frozen=True)
class Event:
    """One event. `seconds` and `text` are 0 and empty where they mean nothing."""

    kind: EventKind
    status: Status
    seconds: float
    text: str


class State(enum.IntEnum):
    """What an utterance is about, as gust.h explains it."""

    WAITING = 1
    CONNECTING = 2
    BUFFERING = 3
    PLAYING = 4
    STALLED = 5
    PAUSED = 6
    SOUND_LOST = 7
    OVER = 8
    WAITING_FOR_TEXT = 9
    OTHER = 100

    @classmethod
    def _missing_(cls, value: object) -> State:
        return cls.OTHER


@dataclass(frozen=True)
class Position:
    """How an utterance stands: how much was heard, in seconds, frames and, by estimate, characters, None where not known.

    `rms` and `peak` are how loud it is, in dB of full scale: -96, while nothing sounds, to 0.
    """

    state: State
    heard: float
    frames: int | None
    characters: int | None
    rms: float
    peak: float


class Utterance:
    """One text being spoken, or one stream being played: follow it, stop it, and have its report."""

    def __init__(self, handle: int, player: object) -> None:
        self._handle = handle
        self._player = player  # Lives, and plays, as long as somebody follows what it plays.

    def __del__(self) -> None:
        library.gust_utterance_free(self._handle)

    def events(self) -> Iterator[Event]:
        """Each event as it comes, until the last. Two who iterate share them.

        They wait for whoever comes late, 64 of them; of more, the oldest are dropped that can happen any number of times.
        """
        raw = RawEvent()
        while True:
            status = check(library.gust_utterance_next_event(self._handle, 0, raw))
            if status is Status.END:
                return
            if status is Status.PENDING:
                self.wait_for_event()
            else:
                yield Event(EventKind(raw.kind), Status(raw.status), raw.milliseconds / 1000, raw.text.decode())

    __iter__ = events

    def wait_for_event(self, timeout: float | None = None) -> None:
        """Returns when there is an event, when there will be none, or after `timeout` seconds."""
        descriptor = library.gust_utterance_descriptor(self._handle)
        if descriptor < 0:
            raise failure()
        poll = select.poll()  # In Python, as a signal interrupts it.
        poll.register(descriptor, select.POLLIN)
        poll.poll(None if timeout is None else max(0.0, timeout) * 1000)

    def wait(self, timeout: float | None = None) -> dict[str, Any]:
        """Waits until it was heard to the end, or stopped, and returns its report. Signals are handled meanwhile.

        Raises GustError when it was not heard, or not all of it, and TimeoutError after `timeout` seconds.
        """
        end = None if timeout is None else time.monotonic() + timeout
        while True:
            rest = _SLICE if end is None else max(0.0, min(_SLICE, end - time.monotonic()))
            if check(library.gust_utterance_wait(self._handle, round(rest * 1000))) is not Status.PENDING:
                return self.report
            if end is not None and time.monotonic() >= end:
                raise TimeoutError("the utterance goes on")

    def pause(self) -> None:
        """Lets the player's sound stand still where it is, but not beyond the end of this utterance."""
        check(library.gust_utterance_pause(self._handle))

    def resume(self) -> None:
        """Takes back its own pause, but not those of others; that of a narration takes back all, as the player does."""
        check(library.gust_utterance_resume(self._handle))

    @property
    def position(self) -> Position:
        """How it stands now, for a meter or a text that is followed: 20 times a second is fine."""
        raw = RawPosition()
        check(library.gust_utterance_position(self._handle, raw))
        frames, characters = (None if count < 0 else count for count in (raw.frames, raw.characters))
        return Position(State(raw.state), raw.heard_ms / 1000, frames, characters, raw.rms, raw.peak)

    def stop(self, fade: float = 0.01) -> None:
        """Has it silenced over `fade` seconds, and returns at once."""
        check(library.gust_utterance_stop(self._handle, milliseconds(fade)))

    @property
    def report(self) -> dict[str, Any]:
        """What became of it and what was measured, as LatencyReport.md explains; GustError while it goes on."""
        address = library.gust_utterance_report(self._handle)
        if not address:
            raise failure(Status.STATE)
        try:
            report: dict[str, Any] = json.loads(ctypes.string_at(address))
        finally:
            library.gust_string_free(address)
        return report


class Stream:
    """Bytes of audio that are written while they are heard: `utterance` is what is heard of them."""

    def __init__(self, handle: int, player: object) -> None:
        self._handle = handle
        self.utterance = Utterance(made(library.gust_stream_utterance(handle)), player)

    def __del__(self) -> None:
        library.gust_stream_free(self._handle)

    def write(self, data: bytes) -> bool:
        """Writes all of `data`, waiting while the player has enough. False when no more is wanted."""
        return _write(library.gust_stream_write, self._handle, data)

    def finish(self) -> None:
        """Says that all has been written."""
        check(library.gust_stream_finish(self._handle))

    def abandon(self, reason: str) -> None:
        """Says that no more will come though it is not all: what came is played, and the utterance fails."""
        check(library.gust_stream_abandon(self._handle, encoded(reason)))


class Narration:
    """Text that is written while it is heard: `utterance` is what is heard of it.

    Its events are those of one utterance, and PIECE, with the words, whenever another piece begins to sound.
    """

    def __init__(self, handle: int, player: object) -> None:
        self._handle = handle
        self.utterance = Utterance(made(library.gust_narration_utterance(handle)), player)

    def __del__(self) -> None:
        library.gust_narration_free(self._handle)

    def write(self, text: str) -> bool:
        """Writes all of `text`, cut anywhere, waiting while much is yet to be spoken. False when no more is wanted."""
        return _write(library.gust_narration_write, self._handle, text.encode(errors="replace"))

    def flush(self) -> None:
        """Says that nothing more may come for a while: what has come is spoken, though its sentence may not be over."""
        check(library.gust_narration_flush(self._handle))

    def finish(self) -> None:
        """Says that all has been written."""
        check(library.gust_narration_finish(self._handle))

    def abandon(self, reason: str) -> None:
        """Says that no more will come though it is not all: what came is spoken, and the utterance fails."""
        check(library.gust_narration_abandon(self._handle, encoded(reason)))


def _write(function: Callable[..., int], handle: int, data: bytes) -> bool:
    """Writes all, with time for Python to handle signals while it waits."""
    view = memoryview(data).cast("B")
    taken = ctypes.c_size_t()
    while view:
        piece = bytes(view[:65536])
        if check(function(handle, piece, len(piece), round(_SLICE * 1000), taken)) is Status.END:
            return False
        view = view[taken.value :]
    return True
