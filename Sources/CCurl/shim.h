// libcurl and what Swift cannot import of it itself, as static inline wrappers.
//
// The library is opened at run time and not linked: it brings some thirty others along, which took as long to load as all the
// rest of a program, and can as well be loaded while the sound server answers.

#include <curl/curl.h>
#include <dlfcn.h>
#include <stdlib.h>

// clang-format off
#define GUST_CURL_FUNCTIONS(F) \
  F(easy_cleanup) F(easy_getinfo) F(easy_init) F(easy_pause) F(easy_setopt) F(easy_strerror) F(free) \
  F(global_init) F(multi_add_handle) F(multi_cleanup) F(multi_info_read) F(multi_init) F(multi_perform) \
  F(multi_poll) F(multi_remove_handle) F(multi_setopt) F(multi_strerror) F(multi_wakeup) F(slist_append) \
  F(slist_free_all) F(url) F(url_cleanup) F(url_get) F(url_set) F(url_strerror)
// clang-format on

// The functions of libcurl that Gust calls, each under its own name without `curl_`.
typedef struct gust_curl {
#define GUST_CURL_MEMBER(name) __typeof__(curl_##name) *_Nonnull name;
  GUST_CURL_FUNCTIONS(GUST_CURL_MEMBER)
#undef GUST_CURL_MEMBER
} gust_curl;

// Loads libcurl for the life of the process; NULL when the library, or a function of it, is missing.
static inline const gust_curl *_Nullable gust_curl_load(void) {
  void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
  gust_curl *curl = malloc(sizeof *curl);
  if (library == NULL || curl == NULL) return NULL;
#define GUST_CURL_FIND(name) \
  void *name = dlsym(library, "curl_" #name); \
  if (name == NULL) return NULL; \
  curl->name = (__typeof__(curl->name))name;
  GUST_CURL_FUNCTIONS(GUST_CURL_FIND)
#undef GUST_CURL_FIND
  return curl;
}

// curl_easy_setopt, curl_easy_getinfo and curl_multi_setopt are variadic: one wrapper per argument type.

static inline CURLcode gust_curl_set_long(const gust_curl *_Nonnull curl, CURL *easy, CURLoption option, long value) {
  return (curl->easy_setopt)(easy, option, value);
}

static inline CURLcode gust_curl_set_offset(const gust_curl *_Nonnull curl, CURL *easy, CURLoption option, curl_off_t value) {
  return (curl->easy_setopt)(easy, option, value);
}

static inline CURLcode gust_curl_set_string(const gust_curl *_Nonnull curl, CURL *easy, CURLoption option, const char *value) {
  return (curl->easy_setopt)(easy, option, value);
}

static inline CURLcode gust_curl_set_pointer(const gust_curl *_Nonnull curl, CURL *easy, CURLoption option, void *value) {
  return (curl->easy_setopt)(easy, option, value);
}

static inline CURLcode gust_curl_set_list(const gust_curl *_Nonnull curl, CURL *easy, CURLoption option, struct curl_slist *value) {
  return (curl->easy_setopt)(easy, option, value);
}

static inline CURLcode gust_curl_set_data_function(const gust_curl *_Nonnull curl, CURL *easy, CURLoption option, curl_write_callback function) {
  return (curl->easy_setopt)(easy, option, function);
}

static inline CURLcode gust_curl_set_prerequest_function(const gust_curl *_Nonnull curl, CURL *easy, curl_prereq_callback function) {
  return (curl->easy_setopt)(easy, CURLOPT_PREREQFUNCTION, function);
}

static inline CURLcode gust_curl_get_long(const gust_curl *_Nonnull curl, CURL *easy, CURLINFO info, long *value) {
  return (curl->easy_getinfo)(easy, info, value);
}

static inline CURLcode gust_curl_get_offset(const gust_curl *_Nonnull curl, CURL *easy, CURLINFO info, curl_off_t *value) {
  return (curl->easy_getinfo)(easy, info, value);
}

static inline CURLcode gust_curl_get_string(const gust_curl *_Nonnull curl, CURL *easy, CURLINFO info, const char **value) {
  return (curl->easy_getinfo)(easy, info, value);
}

static inline CURLMcode gust_curl_multi_set_long(const gust_curl *_Nonnull curl, CURLM *multi, CURLMoption option, long value) {
  return (curl->multi_setopt)(multi, option, value);
}

// CURLMsg holds its result in a union; this takes the next finished transfer off the queue, or returns NULL.
static inline CURL *gust_curl_multi_next_finished(const gust_curl *_Nonnull curl, CURLM *multi, CURLcode *result) {
  int remaining = 0;
  CURLMsg *message = (curl->multi_info_read)(multi, &remaining);
  if (message == NULL || message->msg != CURLMSG_DONE) return NULL;
  *result = message->data.result;
  return message->easy_handle;
}
