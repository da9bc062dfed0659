"""Uses the module in every way it offers. An assertion that fails ends it."""

import os
import shutil
import signal
import struct
import sys
import tempfile
import threading
import time
import wave
from array import array

import gust
from gust import EventKind, GustError, State, Status


def expect_success(child):
    """Of a process that fork(2) began: it ends by itself, as a script does."""
    assert os.waitpid(child, 0)[1] == 0


def fork():
    """Begins a process that is over within a minute. 0 in it."""
    child = os.fork()
    if child == 0:
        signal.alarm(60)
    return child


def expect_error(status, call, *arguments, **options):
    try:
        call(*arguments, **options)
    except GustError as error:
        assert status is None or error.status == status, repr(error)
        assert str(error).endswith("."), str(error)
    else:
        raise AssertionError(f"{call} did not raise {status}")


pcm = b"".join((n % 200 + 1).to_bytes(2, "little") for n in range(12000))

# Nothing stands against fork() before gust was used.
child = fork()
if child == 0:
    assert gust.speak("In a child", format="pcm")["outcome"] == "finished"
    sys.exit(0)
expect_success(child)

report = gust.speak("Once", format="pcm")
assert report["outcome"] == "finished" and report["audio"]["frames_heard"] == 7200, report
expect_error(Status.ARGUMENT, gust.speak, "   ")
expect_error(Status.NOT_FOUND, gust.speak, "Once", voice="voc_none")
expect_error(Status.ARGUMENT, gust.speak, "a\0b")
expect_error(Status.AUDIO, gust.stream, [b"<html>" * 1000])
expect_error(Status.AUDIO, gust.stream, [])
expect_error(Status.ARGUMENT, gust.stream, pcm, audio_format={"codec": "pcm_f32le"})

# What the SDK's function takes: bytes, and its responses.
assert gust.stream(pcm, audio_format={"sample_rate": 24000, "channels": 1}) is None
assert gust.stream(bytearray(pcm), audio_format={}) is None


class Response:
    content, content_type = pcm, "audio/pcm; rate=24000"


class StreamResponse:
    content_type = "audio/pcm"
    audio_format = {"codec": "pcm_s16le", "sample_rate": 48000, "channels": 2}

    def __iter__(self):
        return iter([pcm[:1], b"", pcm[1:]])


class LongResponse(StreamResponse):
    @property
    def content(self):
        raise AssertionError("all of it is waited for")


gust.stream(Response())
gust.stream(StreamResponse())
gust.stream(LongResponse())


def broken():
    yield pcm
    raise RuntimeError("the source broke")


try:
    gust.stream(broken(), audio_format={})
except RuntimeError as error:
    assert str(error) == "the source broke"
else:
    raise AssertionError("what the source raises is lost")

with tempfile.TemporaryDirectory() as folder, gust.Player(volume=0.5, start=0.05) as player:
    player.prepare()
    path = os.path.join(folder, "speech.pcm")
    utterance = player.speak("Twice", format="pcm", save_to=path)
    following = player.speak("Thrice")
    expect_error(Status.STATE, lambda: following.report)
    following.stop()
    kinds = [event.kind for event in utterance]
    assert kinds[:3] == [EventKind.CONNECTING, EventKind.FIRST_BYTE, EventKind.STARTED] and kinds[-1] is EventKind.FINISHED, kinds
    assert utterance.wait()["audio"]["bytes"] == os.path.getsize(path) == 14400
    assert list(utterance) == []
    stored = utterance.report["history_item_id"]
    assert following.wait()["outcome"] == "stopped"
    player.pause()
    paused = player.play(stored)
    try:
        paused.wait(0.2)
    except TimeoutError:
        player.resume()
    assert paused.wait(30)["outcome"] == "finished"
    expect_error(Status.ARGUMENT, player.set_volume, 9)
    expect_error(Status.ARGUMENT, player.play, "nonsense")
    # One player, many threads.
    reports = []
    threads = [threading.Thread(target=lambda: reports.append(player.speak("Many").wait(60))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report["outcome"] for report in reports] == ["finished"] * 4, reports
    # One utterance, many threads.
    shared = player.speak("Shared")
    threads = [threading.Thread(target=lambda: reports.append(shared.wait(60))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report["outcome"] for report in reports] == ["finished"] * 8, reports
expect_error(Status.HANDLE, player.speak, "Too late")

# Text that is written while it is heard, cut anywhere.
words = "One clause, and then another. A second sentence follows it."
report = gust.speak((words[n : n + 3] for n in range(0, len(words), 3)), format="pcm")
assert report["schema"] == "gust-narration-report" and report["outcome"] == "finished", report
assert report["utterances"]["finished"] == report["utterances"]["asked"] > 0, report
assert gust.speak("# *One* clause", markdown=True)["outcome"] == "finished"
expect_error(Status.NOT_FOUND, gust.speak, iter(["Nobody."]), voice="voc_none")


def broken_words():
    yield "What came. "
    raise RuntimeError("the model broke")


try:
    gust.speak(broken_words())
except RuntimeError as error:
    assert str(error) == "the model broke"
else:
    raise AssertionError("what the source raises is lost")
try:
    gust.speak("Once", colour="red")
except TypeError as error:
    assert "colour" in str(error)
else:
    raise AssertionError("an option that does not exist is taken")

with gust.Player() as player:
    narration = player.narrate(format="pcm")
    assert narration.write(words)
    narration.flush()
    narration.finish()
    said = [event.text for event in narration.utterance if event.kind is EventKind.PIECE]
    assert " ".join(said) == words, said
    assert narration.utterance.wait()["outcome"] == "finished"
    assert not narration.write("more")
    assert narration.utterance.position.characters == len(words)
    narration = player.narrate(format="pcm")
    assert narration.write("What came.")
    narration.abandon("The model broke.")
    expect_error(Status.AUDIO, narration.utterance.wait)

    # How it stands while it is heard.
    stream = player.open_stream(pcm=(24000, 1))
    assert stream.write(struct.pack("<24000h", *[16384] * 24000))
    utterance, position = stream.utterance, None
    while position is None or position.state is not State.PLAYING or position.heard < 0.1:
        position = utterance.position
    assert abs(position.frames - position.heard * 24000) <= 1 and position.characters is None, position
    assert abs(position.rms + 6.02) < 0.1 and abs(position.peak + 6.02) < 0.1, position
    utterance.pause()
    while utterance.position.state is not State.PAUSED:
        time.sleep(0.005)
    utterance.resume()
    stream.finish()
    assert utterance.wait(30)["outcome"] == "finished"
    assert utterance.position == gust.Position(State.OVER, 1.0, 24000, None, -96.0, -96.0), utterance.position
    # The events have waited, though nobody came for them.
    kinds = [event.kind for event in utterance]
    assert EventKind.STARTED in kinds and kinds[-1] is EventKind.FINISHED, kinds

# Sound that goes elsewhere.
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "speech.wav")
    with gust.Player(wav_file=path) as player:
        player.speak("Written", format="pcm").wait()
    with wave.open(path) as file:
        assert (file.getframerate(), file.getnchannels()) == (24000, 1), file.getparams()
        frames = file.readframes(file.getnframes())
    # All that was spoken, noise without a zero, and the silence that ends it.
    assert len(frames) >= 14400 and not any(frames[14400:]), len(frames)
    assert all(frames[n] or frames[n + 1] for n in range(0, 14400, 2))

# A key from a file, a form of its own, and no sound at all.
with tempfile.TemporaryDirectory() as folder:
    path, keys, learnt = (os.path.join(folder, name) for name in ("speech.wav", "key", "learnt"))
    with open(keys, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(os.environ["BREEZE_API_KEY"])
    key = os.environ.pop("BREEZE_API_KEY")
    with gust.Player(api_key_file=keys, wav_file=path, wav_format=(48000, 2), state_folder=learnt, idle_limit=1) as player:
        assert player.speak("Written otherwise", format="pcm").wait()["outcome"] == "finished"
        stream = player.open_stream(encoding="mp3")
        assert stream.write(b"RIFF" * 10000)
        stream.finish()
        expect_error(Status.AUDIO, stream.utterance.wait)
        expect_error(Status.ARGUMENT, player.open_stream, encoding="midi")
        expect_error(Status.ARGUMENT, player.open_stream, (24000, 1), encoding="mp3")
    with wave.open(path) as file:
        assert (file.getframerate(), file.getnchannels()) == (48000, 2), file.getparams()
    with gust.Player(api_key=key, no_sound=True, state_folder=False) as player:
        path = os.path.join(folder, "speech.pcm")
        assert player.speak("Only saved", format="pcm", save_to=path).wait()["outcome"] == "finished"
        assert os.path.getsize(path) == 14400
    expect_error(Status.ARGUMENT, gust.Player, wav_file=path, no_sound=True)
    expect_error(Status.ARGUMENT, gust.Player, idle_limit=-1)
    os.environ["BREEZE_API_KEY"] = key

source = gust.Source(24000, 2)
with gust.Player(source=source) as player:
    stream = player.open_stream(pcm=(24000, 2))
    assert stream.write(pcm)
    stream.finish()
    heard, block, is_over = bytearray(), array("h", bytes(480)), threading.Event()

    def run_device():
        while not is_over.is_set():
            count = source.read_into(block)
            heard.extend(bytes(block)[: 4 * count])
            time.sleep(0.002)

    device = threading.Thread(target=run_device, daemon=True)
    device.start()
    outcome = stream.utterance.wait(30)["outcome"]
    is_over.set()
    device.join()
    assert outcome == "finished"
    # All that was written, and the silence that ends it.
    assert heard[: len(pcm)] == pcm and not any(heard[len(pcm) :])
    try:
        source.read_into(memoryview(bytearray(4097))[1:])
        raise AssertionError("samples at an odd address")
    except ValueError:
        pass

# What a player that ends cuts off has its report by then.
with gust.Player() as player:
    left_behind = player.speak("Left behind")
assert left_behind.report["outcome"] in ("stopped", "failed"), left_behind.report

# Nobody but what it plays holds the player.
assert gust.Player().speak("Alone", format="pcm").wait(30)["outcome"] == "finished"
expect_error(Status.ARGUMENT, gust.Player, idle_limit=float("inf"))

# A file that is not there in the end is told when the player ends.
with tempfile.TemporaryDirectory() as folder:
    within = os.path.join(folder, "within")
    os.mkdir(within)
    writer = gust.Player(wav_file=os.path.join(within, "lost.wav"))
    assert writer.speak("Lost", format="pcm").wait(30)["outcome"] == "finished"
    shutil.rmtree(within)
    expect_error(Status.ERROR, writer.close)
    writer.close()

# A player for streams needs no key; speaking says what is missing.
del os.environ["BREEZE_API_KEY"]
with gust.Player() as keyless:
    expect_error(Status.AUTHENTICATION, keyless.speak, "No key")
    stream = keyless.open_stream(pcm=(24000, 1))
    assert stream.write(pcm)
    stream.finish()
    assert stream.utterance.wait()["audio"]["frames_heard"] == 12000

# What was made before fork() says so in a child, and is no hindrance to its end.
survivor = gust.Player()
stream = survivor.open_stream(pcm=(24000, 1))
child = fork()
if child == 0:
    for call in (gust.Player, gust.Source, survivor.pause, survivor.open_stream, stream.finish):
        expect_error(Status.STATE, call)
    for call in (stream.utterance.wait, stream.utterance.wait_for_event, lambda: next(stream.utterance.events())):
        expect_error(Status.STATE, call)
    expect_error(Status.STATE, gust.speak, "Nobody hears it")
    expect_error(Status.STATE, gust.stream, pcm, audio_format={})
    survivor.close()
    sys.exit(0)
expect_success(child)
# The parent goes on.
assert stream.write(pcm)
stream.finish()
assert stream.utterance.wait(30)["outcome"] == "finished"
