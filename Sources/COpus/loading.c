#include "COpus.h"

#include "late_loading.h"

// What is used of libopus, in its own order of names.
#define FUNCTIONS(_) \
  _(int, opus_multistream_decode, (OpusMSDecoder *st, const unsigned char *data, opus_int32 len, opus_int16 *pcm, int frame_size, int decode_fec), (st, data, len, pcm, frame_size, decode_fec)) \
  _(OpusMSDecoder *, opus_multistream_decoder_create, (opus_int32 Fs, int channels, int streams, int coupled_streams, const unsigned char *mapping, int *error), (Fs, channels, streams, coupled_streams, mapping, error)) \
  _(void, opus_multistream_decoder_destroy, (OpusMSDecoder *st), (st)) \
  _(const char *, opus_strerror, (int error), (error))

FUNCTIONS(LATE_FUNCTION)

// Variadic: nothing can jump to it with the arguments it was given.
static __typeof__(&opus_multistream_decoder_ctl) late_opus_multistream_decoder_ctl;

static const struct late_symbol symbols[] = {FUNCTIONS(LATE_SYMBOL) LATE_SYMBOL(, opus_multistream_decoder_ctl, , )};

const char *copus_load(void) {
  return late_load("libopus.so.0", symbols, sizeof symbols / sizeof *symbols);
}

int copus_set_gain(OpusMSDecoder *decoder, int gain) {
  return late_opus_multistream_decoder_ctl(decoder, OPUS_SET_GAIN(gain));
}

int copus_reset(OpusMSDecoder *decoder) {
  return late_opus_multistream_decoder_ctl(decoder, OPUS_RESET_STATE);
}
