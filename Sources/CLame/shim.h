// Everything Swift cannot import itself of mp3lame goes here, as static inline wrappers.

#include <lame/lame.h>
