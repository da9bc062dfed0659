// Everything Swift cannot import itself of curl goes here, as static inline wrappers.

#include <curl/curl.h>
