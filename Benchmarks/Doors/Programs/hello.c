/* A program that does nothing but answer. */
#include "memory.h"

int main(void) {
  char line[200];
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (fgets(line, sizeof line, stdin)) print_memory();
}
