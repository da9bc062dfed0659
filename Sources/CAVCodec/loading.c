#include "CAVCodec.h"

#include "late_loading.h"

// What is used of libavutil and libavcodec, in their own order of names.
#define UTIL_FUNCTIONS(_) \
  _(AVFrame *, av_frame_alloc, (void), ()) \
  _(void, av_frame_free, (AVFrame **frame), (frame)) \
  _(int, av_strerror, (int errnum, char *errbuf, size_t errbuf_size), (errnum, errbuf, errbuf_size))
#define CODEC_FUNCTIONS(_) \
  _(AVPacket *, av_packet_alloc, (void), ()) \
  _(void, av_packet_free, (AVPacket **pkt), (pkt)) \
  _(AVCodecContext *, avcodec_alloc_context3, (const AVCodec *codec), (codec)) \
  _(const AVCodec *, avcodec_find_decoder_by_name, (const char *name), (name)) \
  _(void, avcodec_flush_buffers, (AVCodecContext *avctx), (avctx)) \
  _(void, avcodec_free_context, (AVCodecContext **avctx), (avctx)) \
  _(int, avcodec_open2, (AVCodecContext *avctx, const AVCodec *codec, AVDictionary **options), (avctx, codec, options)) \
  _(int, avcodec_receive_frame, (AVCodecContext *avctx, AVFrame *frame), (avctx, frame)) \
  _(int, avcodec_send_packet, (AVCodecContext *avctx, const AVPacket *avpkt), (avctx, avpkt))

UTIL_FUNCTIONS(LATE_FUNCTION)
CODEC_FUNCTIONS(LATE_FUNCTION)

static const struct late_symbol util_symbols[] = {UTIL_FUNCTIONS(LATE_SYMBOL)};
static const struct late_symbol codec_symbols[] = {CODEC_FUNCTIONS(LATE_SYMBOL)};

const char *cavcodec_load(void) {
  const char *problem = late_load("libavutil.so.57", util_symbols, sizeof util_symbols / sizeof *util_symbols);
  if (problem) return problem;
  return late_load("libavcodec.so.59", codec_symbols, sizeof codec_symbols / sizeof *codec_symbols);
}
