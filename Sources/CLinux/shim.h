// What glibc hides behind _GNU_SOURCE, which Swift's own import of it does not set.

#include <pthread.h>

int pthread_setname_np(pthread_t thread, const char *name);
