"""Players, and where their sound goes."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, TypedDict

from ._library import GustError, Status, check, encoded, library, made, milliseconds
from ._utterance import Narration, Stream, Utterance

if TYPE_CHECKING:
    from array import array

    from typing_extensions import Unpack


Encoding = Literal["mp3", "wav", "flac", "aac", "ogg"]
_PCM = 2
_ENCODINGS = {"mp3": 1, "wav": 3, "flac": 4, "aac": 5, "ogg": 6}


class SpeechOptions(TypedDict, total=False):
    """How to speak. What is not given is the service's choice; `format` is MP3 unless given."""

    model: str | None
    language: str | None
    instructions: str | None
    guidance: float | None
    format: Literal["mp3", "pcm"]
    save_to: str | os.PathLike[str] | None


@contextmanager
def _request(text: str, voice: str | None, options: SpeechOptions) -> Iterator[int]:
    unknown = set(options) - set(SpeechOptions.__annotations__)
    if unknown:
        raise TypeError(f"there is no option {sorted(unknown)[0]!r}")
    request = made(library.gust_request_new(encoded(text), encoded(voice)))
    try:
        texts = {
            "model": options.get("model"),
            "language": options.get("language"),
            "instructions": options.get("instructions"),
            "save_path": options.get("save_to"),
        }
        for name, value in texts.items():
            check(getattr(library, "gust_request_set_" + name)(request, encoded(value)))
        check(library.gust_request_set_guidance(request, options.get("guidance") or 0))
        check(library.gust_request_set_format(request, {"mp3": 1, "pcm": 2}.get(options.get("format", "mp3"), 0)))
        yield request
    finally:
        library.gust_request_free(request)


class Source:
    """The sound of one player, for an audio graph that reads it when it needs more.

    `buffer` is how many seconds are decoded ahead: at least twice what one read asks for. While nothing is read, what is
    played stands still, and fails after five seconds.
    """

    def __init__(self, sample_rate: int = 24000, channels: int = 1, buffer: float = 0.2) -> None:
        self._handle = 0
        self._handle = made(library.gust_source_new(sample_rate, channels, milliseconds(buffer)))

    def __del__(self) -> None:
        library.gust_source_free(self._handle)

    def read_into(self, samples: bytearray | memoryview | array[int]) -> int:
        """Fills a buffer of 16-bit samples, and returns how many frames of it are sound; silence is behind them.

        It neither waits nor locks. One thread at a time. ValueError: samples do not begin at an odd address.
        """
        view = memoryview(samples).cast("B")
        target = (ctypes.c_char * len(view)).from_buffer(view)
        if ctypes.addressof(target) % 2:
            raise ValueError("the samples begin at an odd address")
        count: int = library.gust_source_read(self._handle, target, len(view) // 2)
        return count


class Player:
    """Plays one utterance behind the other, over one warm connection, into one open stream of sound. Any thread may call.

    What is not given comes from the environment: BREEZE_API_KEY (or `api_key_file`, which holds it), BREEZE_BASE_URL,
    PULSE_SERVER, PULSE_SINK, GUST_STATE. `start` is how many seconds of audio are waited for before the first sample goes;
    None decides by what was learnt, which is kept in `state_folder`; False keeps nothing. The stream of sound stays awake
    for `idle_limit` seconds with nothing to play, 10 unless given.

    Sound goes to the sound server; with `wav_file` into that file, which has its name after `close`, in `wav_format`, sample
    rate and channels, or that of the first utterance; with `source` to whoever reads it; with `no_sound` nowhere.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        api_key_file: str | os.PathLike[str] | None = None,
        base_url: str | None = None,
        sound_server: str | None = None,
        sink: str | None = None,
        application_name: str | None = None,
        volume: float = 1.0,
        start: float | None = None,
        state_folder: str | os.PathLike[str] | Literal[False] | None = None,
        idle_limit: float | None = None,
        wav_file: str | os.PathLike[str] | None = None,
        wav_format: tuple[int, int] | None = None,
        source: Source | None = None,
        no_sound: bool = False,
    ) -> None:
        self._handle = 0
        self._source = source  # Lives as long as it is played into.
        if (wav_file is not None) + (source is not None) + no_sound > 1:
            raise GustError(Status.ARGUMENT, "Sound goes to one of wav_file, source and no_sound.")
        configuration = made(library.gust_configuration_new())
        try:
            texts = {
                "api_key": api_key,
                "api_key_file": api_key_file,
                "base_url": base_url,
                "sound_server": sound_server,
                "sink": sink,
                "application_name": application_name,
            }
            for name, text in texts.items():
                if text is not None:
                    check(getattr(library, "gust_configuration_set_" + name)(configuration, encoded(text)))
            check(library.gust_configuration_set_volume(configuration, volume))
            check(library.gust_configuration_set_start(configuration, -1 if start is None else milliseconds(start)))
            if state_folder is not None:
                check(library.gust_configuration_set_state_folder(configuration, encoded(state_folder or None)))
            if idle_limit is not None:
                check(library.gust_configuration_set_idle_limit(configuration, milliseconds(idle_limit)))
            if wav_file is not None:
                rate, channels = wav_format or (0, 0)
                check(library.gust_configuration_set_wav_file(configuration, encoded(wav_file), rate, channels))
            if source is not None:
                check(library.gust_configuration_set_source(configuration, source._handle))
            if no_sound:
                check(library.gust_configuration_set_no_sound(configuration))
            self._handle = made(library.gust_player_new(configuration))
        finally:
            library.gust_configuration_free(configuration)

    def prepare(self, timeout: float = 10) -> None:
        """Waits until the stream of sound and the connection stand. Nothing is billed."""
        if check(library.gust_player_prepare(self._handle, milliseconds(timeout))) is Status.PENDING:
            raise TimeoutError("the player is not ready yet")

    def speak(self, text: str, voice: str | None = None, **options: Unpack[SpeechOptions]) -> Utterance:
        """Speaks `text` once what came before has been spoken, and returns at once. `voice` None takes BREEZE_VOICE."""
        with _request(text, voice, options) as request:
            return Utterance(made(library.gust_player_speak(self._handle, request)), self)

    def narrate(
        self, voice: str | None = None, *, markdown: bool = False, **options: Unpack[SpeechOptions]
    ) -> Narration:
        """Speaks the text that will be written, such as a language model's tokens, sentence by sentence. Returns at once.

        `markdown` speaks only what is meant to be read. It cannot be saved: a player with `wav_file` can do that.
        """
        with _request("", voice, options) as request:
            return Narration(made(library.gust_player_open_narration(self._handle, request, int(markdown))), self)

    def play(self, identifier: str) -> Utterance:
        """Plays what the service has stored, `hist_…` or `job_…`. Returns at once; nothing is billed."""
        return Utterance(made(library.gust_player_play_stored(self._handle, encoded(identifier))), self)

    def open_stream(self, pcm: tuple[int, int] | None = None, *, encoding: Encoding | None = None) -> Stream:
        """Plays the bytes that will be written, once what came before has been played.

        `pcm` is sample rate and channels of raw 16-bit little-endian samples. What else it is says `encoding`; None tells it
        by what it begins with.
        """
        if pcm is not None and encoding is not None:
            raise GustError(Status.ARGUMENT, "A stream is raw PCM or of an encoding, not both.")
        if encoding is not None and encoding not in _ENCODINGS:
            raise GustError(Status.ARGUMENT, f"There is no encoding {encoding!r}.")
        kind = _PCM if pcm is not None else _ENCODINGS[encoding] if encoding is not None else 0
        rate, channels = pcm or (0, 0)
        return Stream(made(library.gust_player_open_stream(self._handle, kind, rate, channels)), self)

    def pause(self) -> None:
        """Lets the sound stand still where it is."""
        check(library.gust_player_pause(self._handle))

    def resume(self) -> None:
        """Lets it go on."""
        check(library.gust_player_resume(self._handle))

    def set_volume(self, volume: float) -> None:
        """Sets the loudness of all that is written from now on, as a factor, 0 to 4."""
        check(library.gust_player_set_volume(self._handle, volume))

    def close(self) -> None:
        """Ends the player at once; what sounds is cut off. Utterances keep their reports."""
        handle, self._handle = self._handle, 0
        if handle:
            check(library.gust_player_free(handle))

    def __enter__(self) -> Player:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if self._handle:
            library.gust_player_free(self._handle)
