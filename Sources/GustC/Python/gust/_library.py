"""libgust.so as ctypes sees it: its functions, its constants, and its errors as exceptions."""

from __future__ import annotations

import ctypes
import enum
import os
from ctypes import POINTER, c_char, c_char_p, c_double, c_int, c_int32, c_int64, c_size_t, c_void_p
from pathlib import Path
from typing import Any

_NAME = "@soname@"  # Sources/GustC/install puts in what it installs.


class Status(enum.IntEnum):
    """What became of a call or of an utterance, as gust.h explains it."""

    OK = 0
    ERROR = 1
    ARGUMENT = 2
    AUTHENTICATION = 3
    QUOTA = 4
    TIMEOUT = 5
    NETWORK = 6
    NOT_FOUND = 7
    SOUND = 8
    AUDIO = 9
    POLICY = 10
    STOPPED = 11
    HANDLE = 20
    STATE = 21
    PENDING = 30
    END = 31

    @classmethod
    def _missing_(cls, value: object) -> Status:
        return cls.ERROR


class GustError(Exception):
    """Something failed: `status` says what kind of thing, the text what in particular."""

    def __init__(self, status: Status, message: str) -> None:
        super().__init__(message)
        self.status = status


class RawEvent(ctypes.Structure):
    """gust_event."""

    _fields_ = [("kind", c_int), ("status", c_int), ("milliseconds", c_double), ("text", c_char * 512)]


class RawPosition(ctypes.Structure):
    """gust_position."""

    _fields_ = [
        ("state", c_int),
        ("heard_ms", c_double),
        ("frames", c_int64),
        ("characters", c_int64),
        ("rms", c_double),
        ("peak", c_double),
    ]


# Every function: what it returns, and what it takes. Handles are numbers to us.
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "gust_version": (c_char_p, []),
    "gust_last_error": (c_int, []),
    "gust_last_error_text": (c_char_p, []),
    "gust_configuration_new": (c_void_p, []),
    "gust_configuration_free": (c_int, [c_void_p]),
    "gust_configuration_set_api_key": (c_int, [c_void_p, c_char_p]),
    "gust_configuration_set_api_key_file": (c_int, [c_void_p, c_char_p]),
    "gust_configuration_set_base_url": (c_int, [c_void_p, c_char_p]),
    "gust_configuration_set_sound_server": (c_int, [c_void_p, c_char_p]),
    "gust_configuration_set_sink": (c_int, [c_void_p, c_char_p]),
    "gust_configuration_set_application_name": (c_int, [c_void_p, c_char_p]),
    "gust_configuration_set_volume": (c_int, [c_void_p, c_double]),
    "gust_configuration_set_start": (c_int, [c_void_p, c_int32]),
    "gust_configuration_set_wav_file": (c_int, [c_void_p, c_char_p, c_int32, c_int32]),
    "gust_configuration_set_source": (c_int, [c_void_p, c_void_p]),
    "gust_configuration_set_no_sound": (c_int, [c_void_p]),
    "gust_configuration_set_state_folder": (c_int, [c_void_p, c_char_p]),
    "gust_configuration_set_idle_limit": (c_int, [c_void_p, c_int32]),
    "gust_source_new": (c_void_p, [c_int32, c_int32, c_int32]),
    "gust_source_free": (c_int, [c_void_p]),
    "gust_source_read": (c_size_t, [c_void_p, c_void_p, c_size_t]),
    "gust_player_new": (c_void_p, [c_void_p]),
    "gust_player_free": (c_int, [c_void_p]),
    "gust_player_prepare": (c_int, [c_void_p, c_int32]),
    "gust_player_speak": (c_void_p, [c_void_p, c_void_p]),
    "gust_player_play_stored": (c_void_p, [c_void_p, c_char_p]),
    "gust_player_open_stream": (c_void_p, [c_void_p, c_int, c_int32, c_int32]),
    "gust_player_open_narration": (c_void_p, [c_void_p, c_void_p, c_int]),
    "gust_player_pause": (c_int, [c_void_p]),
    "gust_player_resume": (c_int, [c_void_p]),
    "gust_player_set_volume": (c_int, [c_void_p, c_double]),
    "gust_request_new": (c_void_p, [c_char_p, c_char_p]),
    "gust_request_free": (c_int, [c_void_p]),
    "gust_request_set_model": (c_int, [c_void_p, c_char_p]),
    "gust_request_set_language": (c_int, [c_void_p, c_char_p]),
    "gust_request_set_instructions": (c_int, [c_void_p, c_char_p]),
    "gust_request_set_guidance": (c_int, [c_void_p, c_double]),
    "gust_request_set_format": (c_int, [c_void_p, c_int]),
    "gust_request_set_save_path": (c_int, [c_void_p, c_char_p]),
    "gust_utterance_free": (c_int, [c_void_p]),
    "gust_utterance_wait": (c_int, [c_void_p, c_int32]),
    "gust_utterance_stop": (c_int, [c_void_p, c_int32]),
    "gust_utterance_pause": (c_int, [c_void_p]),
    "gust_utterance_resume": (c_int, [c_void_p]),
    "gust_utterance_position": (c_int, [c_void_p, POINTER(RawPosition)]),
    "gust_utterance_next_event": (c_int, [c_void_p, c_int32, POINTER(RawEvent)]),
    "gust_utterance_descriptor": (c_int, [c_void_p]),
    # A plain address: c_char_p would make a copy of it, and leave nothing to free.
    "gust_utterance_report": (c_void_p, [c_void_p]),
    "gust_stream_write": (c_int, [c_void_p, c_char_p, c_size_t, c_int32, POINTER(c_size_t)]),
    "gust_stream_finish": (c_int, [c_void_p]),
    "gust_stream_abandon": (c_int, [c_void_p, c_char_p]),
    "gust_stream_utterance": (c_void_p, [c_void_p]),
    "gust_stream_free": (c_int, [c_void_p]),
    "gust_narration_write": (c_int, [c_void_p, c_char_p, c_size_t, c_int32, POINTER(c_size_t)]),
    "gust_narration_flush": (c_int, [c_void_p]),
    "gust_narration_finish": (c_int, [c_void_p]),
    "gust_narration_abandon": (c_int, [c_void_p, c_char_p]),
    "gust_narration_utterance": (c_void_p, [c_void_p]),
    "gust_narration_free": (c_int, [c_void_p]),
    "gust_string_free": (None, [c_void_p]),
}


def _load() -> ctypes.CDLL:
    """GUST_LIBRARY names it; else it lies beside this package, or was installed with it, or ldconfig(8) knows it."""
    named = os.environ.get("GUST_LIBRARY")
    here = Path(__file__).resolve().parent
    places = [Path(named)] if named else [here / _NAME, *(folder / _NAME for folder in list(here.parents)[:3])]
    found = next((str(place) for place in places if place.exists()), named or _NAME)
    try:
        library = ctypes.CDLL(found)
    except OSError as error:
        raise ImportError(f"{_NAME} cannot be loaded: {error}. Install it, or set GUST_LIBRARY to its path.") from error
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


class _Library:
    """The functions of libgust.so, which is loaded when the first of them is needed.

    A child of fork(2) cannot use what its parent has loaded, even if no more was done with it: Swift's locks take the
    child's first thread for one of the parent's. What was only imported by then does no harm.
    """

    def __getattr__(self, name: str) -> Any:
        if name not in _FUNCTIONS:
            raise AttributeError(name)
        loaded = _load()
        for function in _FUNCTIONS:
            setattr(self, function, getattr(loaded, function))
        return object.__getattribute__(self, name)

    def refuse(self) -> None:
        """Every call is refused from now on, and what frees does nothing."""
        if not vars(self):
            return
        for name in _FUNCTIONS:
            setattr(self, name, _keep if name.endswith("_free") else _refuse)


def _refuse(*_: Any) -> int:
    raise GustError(Status.STATE, "gust was used before fork(), and cannot be here: start processes with “spawn”.")


def _keep(*_: Any) -> int:
    return Status.OK


library = _Library()
os.register_at_fork(after_in_child=library.refuse)


def failure(status: int | None = None) -> GustError:
    """The latest failure on this thread, of which `status` is known where a call returned it."""
    kind = Status(library.gust_last_error() if status is None else status)
    return GustError(kind, library.gust_last_error_text().decode())


def check(status: int) -> Status:
    """Raises what failed. PENDING, END and STOPPED are no failures."""
    if status not in (Status.OK, Status.STOPPED, Status.PENDING, Status.END):
        raise failure(status)
    return Status(status)


def made(handle: int | None) -> int:
    """A handle, if there is one."""
    if handle is None:
        raise failure()
    return handle


def milliseconds(seconds: float) -> int:
    """A span as C takes it."""
    if not 0 <= seconds <= 1_000_000:
        raise GustError(Status.ARGUMENT, f"A span is 0 to 1000000 seconds, not {seconds}.")
    return round(seconds * 1000)


def encoded(text: str | os.PathLike[str] | None) -> bytes | None:
    """Text as C takes it, which a NUL would cut short."""
    if text is None:
        return None
    data = os.fspath(text).encode()
    if b"\0" in data:
        raise GustError(Status.ARGUMENT, "The text holds a NUL character.")
    return data
