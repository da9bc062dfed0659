#include "CPulse.h"

#include "late_loading.h"

// What is used of libpulse, in its own order of names.
#define FUNCTIONS(_) \
  _(pa_channel_map *, pa_channel_map_init_extend, (pa_channel_map *m, unsigned channels, pa_channel_map_def_t def), (m, channels, def)) \
  _(int, pa_context_connect, (pa_context *c, const char *server, pa_context_flags_t flags, const pa_spawn_api *api), (c, server, flags, api)) \
  _(void, pa_context_disconnect, (pa_context *c), (c)) \
  _(int, pa_context_errno, (const pa_context *c), (c)) \
  _(const char *, pa_context_get_server, (const pa_context *c), (c)) \
  _(pa_operation *, pa_context_get_server_info, (pa_context *c, pa_server_info_cb_t cb, void *userdata), (c, cb, userdata)) \
  _(pa_operation *, pa_context_get_sink_info_by_name, (pa_context *c, const char *name, pa_sink_info_cb_t cb, void *userdata), (c, name, cb, userdata)) \
  _(pa_operation *, pa_context_get_sink_info_list, (pa_context *c, pa_sink_info_cb_t cb, void *userdata), (c, cb, userdata)) \
  _(pa_context_state_t, pa_context_get_state, (const pa_context *c), (c)) \
  _(pa_context *, pa_context_new_with_proplist, (pa_mainloop_api *mainloop, const char *name, const pa_proplist *proplist), (mainloop, name, proplist)) \
  _(void, pa_context_unref, (pa_context *c), (c)) \
  _(const char *, pa_get_library_version, (void), ()) \
  _(int, pa_mainloop_dispatch, (pa_mainloop *m), (m)) \
  _(void, pa_mainloop_free, (pa_mainloop *m), (m)) \
  _(pa_mainloop_api *, pa_mainloop_get_api, (pa_mainloop *m), (m)) \
  _(pa_mainloop *, pa_mainloop_new, (void), ()) \
  _(int, pa_mainloop_poll, (pa_mainloop *m), (m)) \
  _(int, pa_mainloop_prepare, (pa_mainloop *m, int timeout), (m, timeout)) \
  _(void, pa_mainloop_set_poll_func, (pa_mainloop *m, pa_poll_func poll_func, void *userdata), (m, poll_func, userdata)) \
  _(void, pa_operation_cancel, (pa_operation *o), (o)) \
  _(void, pa_operation_unref, (pa_operation *o), (o)) \
  _(void, pa_proplist_free, (pa_proplist *p), (p)) \
  _(pa_proplist *, pa_proplist_new, (void), ()) \
  _(int, pa_proplist_sets, (pa_proplist *p, const char *key, const char *value), (p, key, value)) \
  _(const char *, pa_sample_format_to_string, (pa_sample_format_t f), (f)) \
  _(int, pa_stream_begin_write, (pa_stream *p, void **data, size_t *nbytes), (p, data, nbytes)) \
  _(int, pa_stream_cancel_write, (pa_stream *p), (p)) \
  _(int, pa_stream_connect_playback, (pa_stream *s, const char *dev, const pa_buffer_attr *attr, pa_stream_flags_t flags, const pa_cvolume *volume, pa_stream *sync_stream), (s, dev, attr, flags, volume, sync_stream)) \
  _(pa_operation *, pa_stream_cork, (pa_stream *s, int b, pa_stream_success_cb_t cb, void *userdata), (s, b, cb, userdata)) \
  _(int, pa_stream_disconnect, (pa_stream *s), (s)) \
  _(pa_operation *, pa_stream_drain, (pa_stream *s, pa_stream_success_cb_t cb, void *userdata), (s, cb, userdata)) \
  _(pa_operation *, pa_stream_flush, (pa_stream *s, pa_stream_success_cb_t cb, void *userdata), (s, cb, userdata)) \
  _(const pa_buffer_attr *, pa_stream_get_buffer_attr, (pa_stream *s), (s)) \
  _(pa_context *, pa_stream_get_context, (const pa_stream *p), (p)) \
  _(const char *, pa_stream_get_device_name, (const pa_stream *s), (s)) \
  _(pa_stream_state_t, pa_stream_get_state, (const pa_stream *p), (p)) \
  _(int, pa_stream_get_time, (pa_stream *s, pa_usec_t *r_usec), (s, r_usec)) \
  _(const pa_timing_info *, pa_stream_get_timing_info, (pa_stream *s), (s)) \
  _(int64_t, pa_stream_get_underflow_index, (const pa_stream *p), (p)) \
  _(int, pa_stream_is_corked, (const pa_stream *s), (s)) \
  _(int, pa_stream_is_suspended, (const pa_stream *s), (s)) \
  _(pa_stream *, pa_stream_new, (pa_context *c, const char *name, const pa_sample_spec *ss, const pa_channel_map *map), (c, name, ss, map)) \
  _(void, pa_stream_set_buffer_attr_callback, (pa_stream *p, pa_stream_notify_cb_t cb, void *userdata), (p, cb, userdata)) \
  _(void, pa_stream_set_moved_callback, (pa_stream *p, pa_stream_notify_cb_t cb, void *userdata), (p, cb, userdata)) \
  _(void, pa_stream_set_overflow_callback, (pa_stream *p, pa_stream_notify_cb_t cb, void *userdata), (p, cb, userdata)) \
  _(void, pa_stream_set_started_callback, (pa_stream *p, pa_stream_notify_cb_t cb, void *userdata), (p, cb, userdata)) \
  _(void, pa_stream_set_suspended_callback, (pa_stream *p, pa_stream_notify_cb_t cb, void *userdata), (p, cb, userdata)) \
  _(void, pa_stream_set_underflow_callback, (pa_stream *p, pa_stream_notify_cb_t cb, void *userdata), (p, cb, userdata)) \
  _(void, pa_stream_unref, (pa_stream *s), (s)) \
  _(pa_operation *, pa_stream_update_timing_info, (pa_stream *s, pa_stream_success_cb_t cb, void *userdata), (s, cb, userdata)) \
  _(size_t, pa_stream_writable_size, (const pa_stream *p), (p)) \
  _(int, pa_stream_write, (pa_stream *p, const void *data, size_t nbytes, pa_free_cb_t free_cb, int64_t offset, pa_seek_mode_t seek), (p, data, nbytes, free_cb, offset, seek)) \
  _(const char *, pa_strerror, (int error), (error)) \
  _(pa_usec_t, pa_timeval_age, (const struct timeval *tv), (tv))

FUNCTIONS(LATE_FUNCTION)

static const struct late_symbol symbols[] = {FUNCTIONS(LATE_SYMBOL)};

const char *cpulse_load(void) {
  return late_load("libpulse.so.0", symbols, sizeof symbols / sizeof *symbols);
}
