#include "COgg.h"

#include "late_loading.h"

// What is used of libogg, in its own order of names.
#define FUNCTIONS(_) \
  _(int, ogg_page_bos, (const ogg_page *og), (og)) \
  _(int, ogg_page_eos, (const ogg_page *og), (og)) \
  _(ogg_int64_t, ogg_page_granulepos, (const ogg_page *og), (og)) \
  _(int, ogg_page_serialno, (const ogg_page *og), (og)) \
  _(int, ogg_stream_clear, (ogg_stream_state *os), (os)) \
  _(int, ogg_stream_init, (ogg_stream_state *os, int serialno), (os, serialno)) \
  _(int, ogg_stream_packetout, (ogg_stream_state *os, ogg_packet *op), (os, op)) \
  _(int, ogg_stream_pagein, (ogg_stream_state *os, ogg_page *og), (os, og)) \
  _(int, ogg_stream_reset_serialno, (ogg_stream_state *os, int serialno), (os, serialno)) \
  _(char *, ogg_sync_buffer, (ogg_sync_state *oy, long size), (oy, size)) \
  _(int, ogg_sync_clear, (ogg_sync_state *oy), (oy)) \
  _(int, ogg_sync_init, (ogg_sync_state *oy), (oy)) \
  _(long, ogg_sync_pageseek, (ogg_sync_state *oy, ogg_page *og), (oy, og)) \
  _(int, ogg_sync_reset, (ogg_sync_state *oy), (oy)) \
  _(int, ogg_sync_wrote, (ogg_sync_state *oy, long bytes), (oy, bytes))

FUNCTIONS(LATE_FUNCTION)

static const struct late_symbol symbols[] = {FUNCTIONS(LATE_SYMBOL)};

const char *cogg_load(void) {
  return late_load("libogg.so.0", symbols, sizeof symbols / sizeof *symbols);
}
