"""Speaks each line of its input through the module, and prints when it was told to, in ns."""

import sys
import time

import gust

player = gust.Player()
player.prepare()
for line in sys.stdin:
    called = time.monotonic_ns()
    player.speak(line.strip(), format="pcm").wait(30)
    print(called, flush=True)
