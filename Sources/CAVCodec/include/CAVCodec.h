#pragma once

#include <libavcodec/avcodec.h>

/// Loads libavcodec and libavutil, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See
/// late_loading.h.
const char *cavcodec_load(void);
