// Everything Swift cannot import itself of espeak-ng goes here, as static inline wrappers.

#include <espeak-ng/speak_lib.h>
