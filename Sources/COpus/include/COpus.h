#pragma once

#include <opus/opus_multistream.h>

/// Loads libopus, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *copus_load(void);

/// Sets `OPUS_SET_GAIN`, in 1/256 dB; Swift cannot call the variadic `opus_multistream_decoder_ctl`.
int copus_set_gain(OpusMSDecoder *decoder, int gain);

/// Performs `OPUS_RESET_STATE`.
int copus_reset(OpusMSDecoder *decoder);
