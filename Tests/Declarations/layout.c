// Prints where everything that Gust touches of a late-loaded library's structures lies, and what its constants are. Built by
// .ci/check-declarations with Gust's declarations and with the libraries' own headers, it must print the same.

#include <stddef.h>
#include <stdio.h>

#include "CAVCodec.h"
#include "CFLAC.h"
#include "CICU.h"
#include "CMD4C.h"
#include "COgg.h"
#include "COpus.h"

#define SIZE(type) printf("sizeof " #type " %zu\n", sizeof(type));
#define FIELD(type, member) \
  printf(#type "." #member " at %zu of %zu\n", offsetof(type, member), sizeof(((type *)0)->member));
#define VALUE(constant) printf(#constant " %ld\n", (long)(constant));
// Swift sees whether an enumeration can be negative.
#define SIGN(type) printf(#type " %s\n", (type)-1 < 0 ? "signed" : "unsigned");

static void avcodec(void) {
  FIELD(AVCodecContext, log_level_offset)
  FIELD(AVPacket, data) FIELD(AVPacket, size)
  FIELD(AVFrame, extended_data) FIELD(AVFrame, nb_samples) FIELD(AVFrame, format) FIELD(AVFrame, sample_rate)
  FIELD(AVFrame, ch_layout.nb_channels)
  VALUE(AV_SAMPLE_FMT_FLTP) SIGN(enum AVSampleFormat)
}

static void flac(void) {
  FIELD(FLAC__Frame, header.blocksize) FIELD(FLAC__Frame, header.sample_rate) FIELD(FLAC__Frame, header.channels)
  FIELD(FLAC__Frame, header.bits_per_sample) SIZE(FLAC__FrameHeader) SIZE(FLAC__int32) SIZE(FLAC__byte)
  SIZE(FLAC__bool) SIGN(FLAC__bool)
  VALUE(FLAC__STREAM_DECODER_INIT_STATUS_OK) VALUE(FLAC__STREAM_DECODER_READ_STATUS_CONTINUE)
  VALUE(FLAC__STREAM_DECODER_READ_STATUS_END_OF_STREAM) VALUE(FLAC__STREAM_DECODER_WRITE_STATUS_CONTINUE)
  SIGN(FLAC__StreamDecoderReadStatus) SIGN(FLAC__StreamDecoderWriteStatus) SIGN(FLAC__StreamDecoderInitStatus)
}

static void icu(void) {
  SIZE(UChar) SIGN(UChar) SIGN(UErrorCode) SIZE(UErrorCode)
  VALUE(U_ZERO_ERROR) VALUE(UBRK_WORD) VALUE(UBRK_SENTENCE) VALUE(UBRK_WORD_NONE_LIMIT) VALUE(UBRK_DONE)
}

static void md4c(void) {
  SIZE(MD_PARSER) FIELD(MD_PARSER, abi_version) FIELD(MD_PARSER, flags) FIELD(MD_PARSER, enter_block)
  FIELD(MD_PARSER, leave_block) FIELD(MD_PARSER, enter_span) FIELD(MD_PARSER, leave_span) FIELD(MD_PARSER, text)
  FIELD(MD_PARSER, debug_log) FIELD(MD_PARSER, syntax)
  VALUE(MD_BLOCK_CODE) VALUE(MD_BLOCK_TH) VALUE(MD_BLOCK_TD) VALUE(MD_SPAN_A)
  VALUE(MD_TEXT_BR) VALUE(MD_TEXT_SOFTBR) VALUE(MD_TEXT_ENTITY) VALUE(MD_TEXT_CODE) VALUE(MD_TEXT_HTML)
  VALUE(MD_FLAG_PERMISSIVEURLAUTOLINKS) VALUE(MD_FLAG_NOHTMLBLOCKS) VALUE(MD_FLAG_TABLES)
  VALUE(MD_FLAG_PERMISSIVEWWWAUTOLINKS) VALUE(MD_FLAG_TASKLISTS)
}

static void ogg(void) {
  SIZE(ogg_page) SIZE(ogg_packet) SIZE(ogg_stream_state) SIZE(ogg_sync_state)
  FIELD(ogg_page, body) FIELD(ogg_page, body_len) FIELD(ogg_packet, packet) FIELD(ogg_packet, bytes)
}

static void opus(void) {
  SIZE(opus_int16) SIZE(opus_int32) VALUE(OPUS_RESET_STATE) VALUE(OPUS_SET_GAIN_REQUEST)
}

int main(void) {
  avcodec();
  flac();
  icu();
  md4c();
  ogg();
  opus();
}
