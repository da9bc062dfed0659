// Two rings as one writes them in C++ today: each side's position on cache lines of its own, beside a copy of the other's
// that is only renewed when it is not enough.

#include "laps.hpp"

constexpr std::size_t line = 128;

/// Slots of words, one of which stays empty; positions are slots.
class WordRing {
  static constexpr std::size_t slots = ring_size / sizeof(Word) + 1;
  alignas(line) std::atomic<std::size_t> head{0};
  std::size_t known_tail = 0;
  alignas(line) std::atomic<std::size_t> tail{0};
  std::size_t known_head = 0;
  alignas(line) Word memory[slots];

  static std::size_t after(std::size_t slot) { return slot + 1 == slots ? 0 : slot + 1; }

 public:
  bool push(Word word) {
    auto at = head.load(std::memory_order_relaxed), next = after(at);
    if (next == known_tail) {
      known_tail = tail.load(std::memory_order_acquire);
      if (next == known_tail) return false;
    }
    memory[at] = word;
    head.store(next, std::memory_order_release);
    return true;
  }
  bool pop(Word &word) {
    auto at = tail.load(std::memory_order_relaxed);
    if (at == known_head) {
      known_head = head.load(std::memory_order_acquire);
      if (at == known_head) return false;
    }
    word = memory[at];
    tail.store(after(at), std::memory_order_release);
    return true;
  }
};

/// Bytes; positions run freely and are masked.
class ByteRing {
  alignas(line) std::atomic<std::size_t> head{0};
  std::size_t known_tail = 0;
  alignas(line) std::atomic<std::size_t> tail{0};
  std::size_t known_head = 0;
  alignas(line) char memory[ring_size];

 public:
  std::size_t write(const char *bytes, std::size_t wanted) {
    auto at = head.load(std::memory_order_relaxed);
    if (ring_size - (at - known_tail) < wanted) known_tail = tail.load(std::memory_order_acquire);
    auto count = std::min(wanted, ring_size - (at - known_tail));
    if (count == 0) return 0;
    auto offset = at & (ring_size - 1), before_wrap = std::min(count, ring_size - offset);
    std::memcpy(memory + offset, bytes, before_wrap);
    if (before_wrap < count) std::memcpy(memory, bytes + before_wrap, count - before_wrap);
    head.store(at + count, std::memory_order_release);
    return count;
  }
  std::size_t read(char *bytes, std::size_t wanted) {
    auto at = tail.load(std::memory_order_relaxed);
    if (known_head - at < wanted) known_head = head.load(std::memory_order_acquire);
    auto count = std::min(wanted, known_head - at);
    if (count == 0) return 0;
    auto offset = at & (ring_size - 1), before_wrap = std::min(count, ring_size - offset);
    std::memcpy(bytes, memory + offset, before_wrap);
    if (before_wrap < count) std::memcpy(bytes + before_wrap, memory, count - before_wrap);
    tail.store(at + count, std::memory_order_release);
    return count;
  }
};

int main() { return serve<Words<WordRing>, Blocks<ByteRing>>(); }
