"""The official SDK's example, word for word but for where `stream` comes from. It needs no mpv.

    pip install breeze-blue
    BREEZE_API_KEY=… BREEZE_VOICE=voc_… python3 drop_in.py "Hello from the SDK"
"""

import os
import sys

from breeze_blue import BreezeBlue
from gust import stream

client = BreezeBlue(api_key=os.environ["BREEZE_API_KEY"], base_url=os.environ.get("BREEZE_BASE_URL"))
stream(client.text_to_speech.stream(voice_id=os.environ["BREEZE_VOICE"], text=sys.argv[1], output_format="mp3"))
