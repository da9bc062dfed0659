// What every rival ring is put through: words or blocks go from one pinned thread to another, which checks each of them.
//
// Reads lines "stream SIZE COUNT" or "trip SIZE COUNT" from standard input and answers each with the nanoseconds that COUNT
// pieces of SIZE bytes took, or with "lost". A ring of words takes those of 8 bytes, a ring of bytes all others.
#pragma once

#include <sched.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

constexpr std::size_t ring_size = 65536;
using Word = std::uint64_t;
using Instant = std::chrono::steady_clock::time_point;

inline void pin(unsigned core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(core % std::thread::hardware_concurrency(), &set);
  sched_setaffinity(0, sizeof set, &set);
}

/// Single words through a ring with `bool push(Word)` and `bool pop(Word &)`.
template <class Ring>
struct Words {
  Ring ring;
  explicit Words(std::size_t) {}
  void send(Word number) {
    while (!ring.push(number)) {}
  }
  bool receive(Word number) {
    Word got;
    while (!ring.pop(got)) {}
    return got == number;
  }
};

/// Blocks through a ring with `size_t write(const char *, size_t)` and `size_t read(char *, size_t)`, which may both do a
/// part. Each block begins and ends with its number.
template <class Ring>
struct Blocks {
  Ring ring;
  std::vector<char> outgoing, incoming;
  explicit Blocks(std::size_t size) : outgoing(size), incoming(size) {}
  void send(Word number) {
    std::memcpy(outgoing.data(), &number, sizeof number);
    std::memcpy(outgoing.data() + outgoing.size() - sizeof number, &number, sizeof number);
    for (std::size_t done = 0; done < outgoing.size();) done += ring.write(outgoing.data() + done, outgoing.size() - done);
  }
  bool receive(Word number) {
    for (std::size_t done = 0; done < incoming.size();) done += ring.read(incoming.data() + done, incoming.size() - done);
    Word first, last;
    std::memcpy(&first, incoming.data(), sizeof first);
    std::memcpy(&last, incoming.data() + incoming.size() - sizeof last, sizeof last);
    return first == number && last == number;
  }
};

/// Runs both sides on threads of their own, started together; returns the nanoseconds until both were done, or -1.
template <class Near, class Far>
std::int64_t race(Near near, Far far) {
  std::atomic<int> missing{2};
  Instant start;
  bool near_ok = false, far_ok = false;
  auto run = [&missing](unsigned core, auto body) {
    pin(core);
    missing.fetch_sub(1);
    while (missing.load(std::memory_order_acquire) > 0) {}
    body();
  };
  Instant near_end, far_end;
  std::thread first([&] {
    run(0, [&] {
      start = std::chrono::steady_clock::now();
      near_ok = near();
      near_end = std::chrono::steady_clock::now();
    });
  });
  std::thread second([&] {
    run(1, [&] {
      far_ok = far();
      far_end = std::chrono::steady_clock::now();
    });
  });
  first.join();
  second.join();
  if (!near_ok || !far_ok) return -1;
  return std::chrono::nanoseconds(std::max(near_end, far_end) - start).count();
}

template <class Lane>
std::int64_t stream(std::size_t size, Word count) {
  auto lane = std::make_unique<Lane>(size);
  return race(
      [&] {
        for (Word number = 0; number < count; ++number) lane->send(number);
        return true;
      },
      [&] {
        bool ok = true;
        for (Word number = 0; number < count; ++number) ok &= lane->receive(number);
        return ok;
      });
}

template <class Lane>
std::int64_t trip(std::size_t size, Word count) {
  auto there = std::make_unique<Lane>(size), back = std::make_unique<Lane>(size);
  return race(
      [&] {
        bool ok = true;
        for (Word number = 0; number < count; ++number) {
          there->send(number);
          ok &= back->receive(number);
        }
        return ok;
      },
      [&] {
        bool ok = true;
        for (Word number = 0; number < count; ++number) {
          ok &= there->receive(number);
          back->send(number);
        }
        return ok;
      });
}

template <class Lane>
std::int64_t lap(const std::string &course, std::size_t size, Word count) {
  return course == "stream" ? stream<Lane>(size, count) : trip<Lane>(size, count);
}

template <class WordLane, class BlockLane>
int serve() {
  std::string course;
  std::size_t size;
  Word count;
  while (std::cin >> course >> size >> count) {
    auto time = size == sizeof(Word) ? lap<WordLane>(course, size, count) : lap<BlockLane>(course, size, count);
    std::cout << (time < 0 ? "lost" : std::to_string(time)) << std::endl;
  }
  return 0;
}
