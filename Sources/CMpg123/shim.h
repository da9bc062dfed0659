// Everything Swift cannot import itself of mpg123 goes here, as static inline wrappers.

#include <mpg123.h>
