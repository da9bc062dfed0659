"""Makes the call it is told, and says what interrupted it."""

import sys
import time

import gust


def endless():
    while True:
        yield b"\x01\x10" * 12000


def waiting():
    yield b"\x01\x10" * 24000
    time.sleep(60)


calls = {
    "speak": lambda: gust.speak("Interrupted", format="pcm"),
    "stream": lambda: gust.stream(endless(), audio_format={}),
    "stream that waits": lambda: gust.stream(waiting(), audio_format={}),
}
try:
    calls[sys.argv[1]]()
except KeyboardInterrupt:
    print("KeyboardInterrupt")
