#pragma once

// What is used of libopus, declared here so that building needs no header of its; .ci/check-declarations compares.
#ifdef GUST_LIBRARY_HEADERS
#include <opus/opus_multistream.h>
#else
#include <stdint.h>

typedef int16_t opus_int16;
typedef int32_t opus_int32;
typedef struct OpusMSDecoder OpusMSDecoder;

#define OPUS_RESET_STATE 4028
#define OPUS_SET_GAIN_REQUEST 4034
#define OPUS_SET_GAIN(x) OPUS_SET_GAIN_REQUEST, (opus_int32)(x)

int opus_multistream_decode(
    OpusMSDecoder *st, const unsigned char *data, opus_int32 len, opus_int16 *pcm, int frame_size, int decode_fec);
OpusMSDecoder *opus_multistream_decoder_create(
    opus_int32 Fs, int channels, int streams, int coupled_streams, const unsigned char *mapping, int *error);
int opus_multistream_decoder_ctl(OpusMSDecoder *st, int request, ...);
void opus_multistream_decoder_destroy(OpusMSDecoder *st);
const char *opus_strerror(int error);
#endif

/// Loads libopus, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *copus_load(void);

/// Sets `OPUS_SET_GAIN`, in 1/256 dB; Swift cannot call the variadic `opus_multistream_decoder_ctl`.
int copus_set_gain(OpusMSDecoder *decoder, int gain);

/// Performs `OPUS_RESET_STATE`.
int copus_reset(OpusMSDecoder *decoder);
