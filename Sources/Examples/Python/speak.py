"""Speaks its first argument, prints what happens, and the report. Ctrl-C silences it at once.

    BREEZE_API_KEY=… BREEZE_VOICE=voc_… python3 speak.py "Hello from Python"
"""

import json
import sys

import gust

with gust.Player() as player:
    utterance = player.speak(sys.argv[1])
    try:
        for event in utterance:
            print(event.kind.name.lower().replace("_", " "), event.text, file=sys.stderr)
        print(json.dumps(utterance.wait()))
    except gust.GustError as error:
        sys.exit(f"speak: {error}")
    except KeyboardInterrupt:
        utterance.stop()
        sys.exit(130)
