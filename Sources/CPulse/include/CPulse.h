#pragma once

#include <pulse/pulseaudio.h>
#include <sys/eventfd.h>

/// Loads libpulse, which every other function here needs. Returns NULL, or why it failed (dlerror(3)). See late_loading.h.
const char *cpulse_load(void);

// The Glibc module leaves eventfd out.
static inline int cpulse_eventfd(void) {
  return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}
