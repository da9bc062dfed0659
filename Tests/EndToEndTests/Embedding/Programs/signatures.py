"""Whatever call the official SDK's `stream` takes, ours takes. An assertion that fails ends it."""

import inspect

import breeze_blue
import gust

theirs = inspect.signature(breeze_blue.stream).parameters.values()
ours = inspect.signature(gust.stream).parameters.values()
facts = [[(parameter.name, parameter.kind, parameter.default) for parameter in both] for both in (theirs, ours)]
assert facts[0] == facts[1], facts
