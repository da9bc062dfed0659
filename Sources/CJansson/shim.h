// Everything Swift cannot import itself of jansson goes here, as static inline wrappers.

#include <jansson.h>

// Flags made by a macro that takes an argument.

static inline size_t gust_json_indent(size_t columns) { return JSON_INDENT(columns); }

static inline size_t gust_json_real_precision(size_t digits) { return JSON_REAL_PRECISION(digits); }
