/* What this process holds, in KiB: prints "RSS PSS USS". */
#include <stdio.h>
#include <string.h>

static void print_memory(void) {
  char line[200];
  long rss = 0, pss = 0, own = 0, value;
  FILE *file = fopen("/proc/self/smaps_rollup", "r");
  while (file && fgets(line, sizeof line, file)) {
    if (sscanf(line, "Rss: %ld", &value) == 1) rss = value;
    if (sscanf(line, "Pss: %ld", &value) == 1) pss = value;
    if (strncmp(line, "Private_", 8) == 0 && sscanf(strchr(line, ':'), ": %ld", &value) == 1) own += value;
  }
  if (file) fclose(file);
  printf("%ld %ld %ld\n", rss, pss, own);
}
