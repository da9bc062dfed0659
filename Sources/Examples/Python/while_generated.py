"""Plays what any HTTP service streams, while it is generated: `stream` takes every iterable of bytes.

    BREEZE_API_KEY=… BREEZE_VOICE=voc_… python3 while_generated.py "Hello from a stream"
"""

import json
import os
import sys
import urllib.request

import gust

base = os.environ.get("BREEZE_BASE_URL", "https://api.breeze.blue")
request = urllib.request.Request(
    f"{base}/v1/text-to-speech/{os.environ['BREEZE_VOICE']}/stream?output_format=pcm",
    data=json.dumps({"text": sys.argv[1]}).encode(),
    headers={"xi-api-key": os.environ["BREEZE_API_KEY"], "Content-Type": "application/json"},
)
with urllib.request.urlopen(request) as response:
    gust.stream(iter(lambda: response.read1(4096), b""), audio_format={"sample_rate": 24000})
