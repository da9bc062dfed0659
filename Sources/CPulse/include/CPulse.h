#pragma once

#include <pulse/pulseaudio.h>

/// Loads libpulse, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *cpulse_load(void);
