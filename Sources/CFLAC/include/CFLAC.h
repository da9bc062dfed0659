#pragma once

#include <FLAC/stream_decoder.h>

/// Loads libFLAC, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *cflac_load(void);
