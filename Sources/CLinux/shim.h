// What Swift cannot import of glibc itself.

#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>

// Hidden behind _GNU_SOURCE, which Swift's own import does not set.
int pthread_setname_np(pthread_t thread, const char *name);
int sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set);

static const int gust_sched_reset_on_fork = 0x40000000;  // SCHED_RESET_ON_FORK, sched(7); hidden likewise

// ioctl is variadic. Columns of the terminal behind `descriptor`, 0 when there is none or it does not say.
static inline int gust_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
