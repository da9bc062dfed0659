#pragma once

#include <ogg/ogg.h>

/// Loads libogg, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *cogg_load(void);
