// boost::lockfree::spsc_queue, its size known to the compiler.
#include <boost/lockfree/spsc_queue.hpp>

#include "laps.hpp"

using boost::lockfree::capacity;
using boost::lockfree::spsc_queue;

using WordRing = spsc_queue<Word, capacity<ring_size / sizeof(Word)>>;

struct ByteRing {
  spsc_queue<char, capacity<ring_size>> queue;
  std::size_t write(const char *bytes, std::size_t wanted) { return queue.push(bytes, wanted); }
  std::size_t read(char *bytes, std::size_t wanted) { return queue.pop(bytes, wanted); }
};

int main() { return serve<Words<WordRing>, Blocks<ByteRing>>(); }
