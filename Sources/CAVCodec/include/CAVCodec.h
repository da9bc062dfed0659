#pragma once

// What is used of libavcodec 59 and libavutil 57, declared here so that building needs no header of theirs;
// .ci/check-declarations compares.
#ifdef GUST_LIBRARY_HEADERS
#include <libavcodec/avcodec.h>
#else
#include <stddef.h>
#include <stdint.h>

typedef struct AVBufferRef AVBufferRef;
typedef struct AVClass AVClass;
typedef struct AVCodec AVCodec;
typedef struct AVDictionary AVDictionary;
typedef struct AVFrameSideData AVFrameSideData;

typedef struct AVRational {
  int num;
  int den;
} AVRational;

typedef struct AVChannelLayout {
  int order;
  int nb_channels;
  uint64_t u;
  void *opaque;
} AVChannelLayout;

enum AVSampleFormat { AV_SAMPLE_FMT_NONE = -1, AV_SAMPLE_FMT_FLTP = 8 };

typedef struct AVFrame {
  uint8_t *data[8];
  int linesize[8];
  uint8_t **extended_data;
  int width, height;
  int nb_samples;
  int format;
  int key_frame;
  int pict_type;
  AVRational sample_aspect_ratio;
  int64_t pts;
  int64_t pkt_dts;
  AVRational time_base;
  int coded_picture_number;
  int display_picture_number;
  int quality;
  void *opaque;
  int repeat_pict;
  int interlaced_frame;
  int top_field_first;
  int palette_has_changed;
  int64_t reordered_opaque;
  int sample_rate;
  uint64_t channel_layout;
  AVBufferRef *buf[8];
  AVBufferRef **extended_buf;
  int nb_extended_buf;
  AVFrameSideData **side_data;
  int nb_side_data;
  int flags;
  int color_range;
  int color_primaries;
  int color_trc;
  int colorspace;
  int chroma_location;
  int64_t best_effort_timestamp;
  int64_t pkt_pos;
  int64_t pkt_duration;
  AVDictionary *metadata;
  int decode_error_flags;
  int channels;
  int pkt_size;
  AVBufferRef *hw_frames_ctx;
  AVBufferRef *opaque_ref;
  size_t crop_top;
  size_t crop_bottom;
  size_t crop_left;
  size_t crop_right;
  AVBufferRef *private_ref;
  AVChannelLayout ch_layout;
} AVFrame;

/// Only their beginnings: the library makes all of these.
typedef struct AVPacket {
  AVBufferRef *buf;
  int64_t pts;
  int64_t dts;
  uint8_t *data;
  int size;
} AVPacket;

typedef struct AVCodecContext {
  const AVClass *av_class;
  int log_level_offset;
} AVCodecContext;

AVFrame *av_frame_alloc(void);
void av_frame_free(AVFrame **frame);
int av_strerror(int errnum, char *errbuf, size_t errbuf_size);
AVPacket *av_packet_alloc(void);
void av_packet_free(AVPacket **pkt);
AVCodecContext *avcodec_alloc_context3(const AVCodec *codec);
const AVCodec *avcodec_find_decoder_by_name(const char *name);
void avcodec_flush_buffers(AVCodecContext *avctx);
void avcodec_free_context(AVCodecContext **avctx);
int avcodec_open2(AVCodecContext *avctx, const AVCodec *codec, AVDictionary **options);
int avcodec_receive_frame(AVCodecContext *avctx, AVFrame *frame);
int avcodec_send_packet(AVCodecContext *avctx, const AVPacket *avpkt);
#endif

/// Loads libavcodec and libavutil, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See
/// late_loading.h.
const char *cavcodec_load(void);
