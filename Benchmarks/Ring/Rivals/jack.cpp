// The ring of libjack, which knows bytes only: a word is a block of eight.
#include <jack/ringbuffer.h>

#include "laps.hpp"

struct ByteRing {
  jack_ringbuffer_t *ring = jack_ringbuffer_create(ring_size);
  ByteRing() = default;
  ByteRing(const ByteRing &) = delete;
  ~ByteRing() { jack_ringbuffer_free(ring); }
  std::size_t write(const char *bytes, std::size_t wanted) { return jack_ringbuffer_write(ring, bytes, wanted); }
  std::size_t read(char *bytes, std::size_t wanted) { return jack_ringbuffer_read(ring, bytes, wanted); }
};

int main() { return serve<Blocks<ByteRing>, Blocks<ByteRing>>(); }
