// Everything Swift cannot import itself of pulse goes here, as static inline wrappers.

#include <pulse/pulseaudio.h>
