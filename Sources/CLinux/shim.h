// What glibc hides behind _GNU_SOURCE, which Swift's own import of it does not set.

#include <pthread.h>
#include <sched.h>

int pthread_setname_np(pthread_t thread, const char *name);
int sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set);
