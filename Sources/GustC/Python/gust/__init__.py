"""Plays streamed speech while it is generated.

    import gust
    gust.speak("Hello", voice="voc_xeh3w54cqvnp")

`stream` takes what the official SDK's `stream` takes, and needs no mpv:

    from gust import stream                      # from breeze_blue import stream
    stream(client.text_to_speech.stream(voice_id=…, text=…))

`speak` also takes an iterable of text, such as a language model's tokens, and speaks it while it comes:

    gust.speak(chunk.text for chunk in model.stream(prompt))

`Player` gives queueing, events, control and figures. Everything that fails raises GustError.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ._library import GustError, Status
from ._player import Player, Source, SpeechOptions
from ._utterance import Event, EventKind, Narration, Position, State, Stream, Utterance

if TYPE_CHECKING:
    from typing_extensions import Unpack

__version__ = "@version@"  # Sources/GustC/install puts in what it installs.
__all__ = [
    "Event",
    "EventKind",
    "GustError",
    "Narration",
    "Player",
    "Position",
    "Source",
    "SpeechOptions",
    "State",
    "Status",
    "Stream",
    "Utterance",
    "speak",
    "stream",
]

_lock = threading.Lock()
_player: Player | None = None


def _renew_lock() -> None:
    """Who held it at a fork(2) is not in the child."""
    global _lock
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_renew_lock)


def _shared_player() -> Player:
    """One for all calls below, so that the second finds connection and sound ready."""
    global _player
    if _player is not None:
        return _player
    # Made without the lock: a signal handler may speak in the midst of it, on this very thread.
    player = Player()
    with _lock:
        is_first = _player is None
        if is_first:
            _player = player
    if is_first:
        atexit.register(player.close)
    else:
        player.close()
    return _player


def speak(
    text: str | Iterable[str], voice: str | None = None, *, markdown: bool = False, **options: Unpack[SpeechOptions]
) -> dict[str, Any]:
    """Speaks `text`, returns when it was heard, and returns the report. `options` are those of `Player.speak`.

    An iterable of text, cut anywhere, is spoken while it comes. `markdown` speaks only what is meant to be read.
    Ctrl-C, or any exception in a signal handler, silences it at once.
    """
    if isinstance(text, str) and not markdown:
        return _heard(_shared_player().speak(text, voice, **options))
    narration = _shared_player().narrate(voice, markdown=markdown, **options)
    try:
        for piece in [text] if isinstance(text, str) else text:
            if not narration.write(piece):
                break
    except Exception as error:
        # What came is worth hearing; what the source raised is what the caller has to know.
        narration.abandon(type(error).__name__)
        _heard(narration.utterance, is_told=False)
        raise
    except BaseException:
        _silence(narration.utterance)
        raise
    narration.finish()
    return _heard(narration.utterance)


def stream(audio: Any, *, audio_format: Mapping[str, Any] | None = None) -> None:
    """Plays audio while it comes, and returns when it was heard: `stream` of the official SDK, without mpv.

    `audio` is what the SDK returns, or bytes, or any iterable of bytes. `audio_format` says that it is raw PCM, with
    `sample_rate` (24000) and `channels` (1) of 16-bit samples; everything else is told by what it begins with.

    Unlike the SDK's it raises GustError when not all of it was heard. Ctrl-C silences it at once.
    """
    target = _shared_player().open_stream(_raw_pcm(audio, audio_format))
    try:
        for piece in _pieces(audio):
            if not target.write(piece):
                break
    except Exception as error:
        # What came is worth hearing; what the source raised is what the caller has to know.
        target.abandon(type(error).__name__)
        _heard(target.utterance, is_told=False)
        raise
    except BaseException:
        _silence(target.utterance)
        raise
    target.finish()
    _heard(target.utterance)


def _heard(utterance: Utterance, is_told: bool = True) -> dict[str, Any]:
    """Waits for the end, which whatever interrupts that brings about at once."""
    try:
        return utterance.wait()
    except GustError:
        if is_told:
            raise
        return {}
    except BaseException:
        _silence(utterance)
        raise


def _silence(utterance: Utterance) -> None:
    utterance.stop()
    try:
        utterance.wait(1)
    except (GustError, TimeoutError):
        pass


def _pieces(audio: Any) -> Iterable[bytes]:
    """Responses iterate, or have all of it in `content`: those that can do both would have to wait for all of it."""
    whole = audio if hasattr(audio, "__iter__") else getattr(audio, "content", None)
    if isinstance(whole, (bytes, bytearray, memoryview)):
        return [bytes(whole)]
    pieces: Iterable[bytes] = audio
    return pieces


def _raw_pcm(audio: Any, audio_format: Mapping[str, Any] | None) -> tuple[int, int] | None:
    """Sample rate and channels, where it is raw PCM."""
    announced = getattr(audio, "audio_format", None)
    media_type = str(getattr(audio, "content_type", None) or "").split(";", 1)[0].strip().lower()
    is_named_raw = media_type in ("audio/pcm", "audio/x-pcm") or media_type.endswith("/pcm")
    if audio_format is None and not is_named_raw and (announced is None or media_type):
        return None
    facts = audio_format or announced or {}
    codec = str(facts.get("codec") or "pcm_s16le")
    if codec not in ("pcm_s16le", "s16le"):
        raise GustError(Status.ARGUMENT, f"Raw audio can be played as pcm_s16le, not as {codec}.")
    return int(facts.get("sample_rate") or 24000), int(facts.get("channels") or 1)
