// Everything Swift cannot import itself of pulse goes here, as static inline wrappers.

#include <pulse/pulseaudio.h>
#include <sys/eventfd.h>

// The Glibc module leaves eventfd out.
static inline int cpulse_eventfd(void) {
  return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}
