"""Speaks what a language model writes, while it writes it: here, standard input, word by word.

    echo "It was a dark night. Nobody spoke." | BREEZE_API_KEY=… BREEZE_VOICE=voc_… python3 tokens.py

With a model: `gust.speak(chunk.choices[0].delta.content or "" for chunk in completion)`, with `markdown=True` where it
writes Markdown.
"""

import sys

import gust


def tokens():
    for line in sys.stdin:
        for word in line.split():
            print(word, end=" ", flush=True)
            yield word + " "
    print()


gust.speak(tokens())
