// Everything Swift cannot import itself of microhttpd goes here, as static inline wrappers.

#include <microhttpd.h>
