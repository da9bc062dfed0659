#pragma once

// What is used of libogg, declared here so that building needs no header of its; .ci/check-declarations compares.
#ifdef GUST_LIBRARY_HEADERS
#include <ogg/ogg.h>
#else
#include <stdint.h>

typedef int64_t ogg_int64_t;

typedef struct {
  unsigned char *header;
  long header_len;
  unsigned char *body;
  long body_len;
} ogg_page;

typedef struct {
  unsigned char *body_data;
  long body_storage;
  long body_fill;
  long body_returned;
  int *lacing_vals;
  ogg_int64_t *granule_vals;
  long lacing_storage;
  long lacing_fill;
  long lacing_packet;
  long lacing_returned;
  unsigned char header[282];
  int header_fill;
  int e_o_s;
  int b_o_s;
  long serialno;
  long pageno;
  ogg_int64_t packetno;
  ogg_int64_t granulepos;
} ogg_stream_state;

typedef struct {
  unsigned char *packet;
  long bytes;
  long b_o_s;
  long e_o_s;
  ogg_int64_t granulepos;
  ogg_int64_t packetno;
} ogg_packet;

typedef struct {
  unsigned char *data;
  int storage;
  int fill;
  int returned;
  int unsynced;
  int headerbytes;
  int bodybytes;
} ogg_sync_state;

int ogg_page_bos(const ogg_page *og);
int ogg_page_eos(const ogg_page *og);
ogg_int64_t ogg_page_granulepos(const ogg_page *og);
int ogg_page_serialno(const ogg_page *og);
int ogg_stream_clear(ogg_stream_state *os);
int ogg_stream_init(ogg_stream_state *os, int serialno);
int ogg_stream_packetout(ogg_stream_state *os, ogg_packet *op);
int ogg_stream_pagein(ogg_stream_state *os, ogg_page *og);
int ogg_stream_reset_serialno(ogg_stream_state *os, int serialno);
char *ogg_sync_buffer(ogg_sync_state *oy, long size);
int ogg_sync_clear(ogg_sync_state *oy);
int ogg_sync_init(ogg_sync_state *oy);
long ogg_sync_pageseek(ogg_sync_state *oy, ogg_page *og);
int ogg_sync_reset(ogg_sync_state *oy);
int ogg_sync_wrote(ogg_sync_state *oy, long bytes);
#endif

/// Loads libogg, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *cogg_load(void);
