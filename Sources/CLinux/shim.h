// What Swift cannot import of glibc itself.

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/types.h>

// Hidden behind _GNU_SOURCE, which Swift's own import does not set.
int pthread_setname_np(pthread_t thread, const char *name);
int ppoll(struct pollfd *descriptors, nfds_t count, const struct timespec *timeout, const sigset_t *mask);
int sched_setaffinity(pid_t process, size_t size, const cpu_set_t *set);

static const int gust_sched_reset_on_fork = 0x40000000;  // SCHED_RESET_ON_FORK, sched(7); hidden likewise

// Hidden likewise.
pid_t gettid(void);

// ioctl is variadic. Columns of the terminal behind `descriptor`, 0 when there is none or it does not say.
static inline int gust_terminal_columns(int descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

// Locks of an open file description, fcntl(2); hidden likewise.
static const int gust_ofd_get_lock = 36;   // F_OFD_GETLK
static const int gust_ofd_set_lock = 37;   // F_OFD_SETLK
static const int gust_ofd_wait_lock = 38;  // F_OFD_SETLKW

// What SO_PEERCRED tells, unix(7); its `struct ucred` is hidden likewise.
struct gust_peer {
  pid_t process;
  uid_t user;
  gid_t group;
};

// ioctl again: puts a byte back among those that wait to be read from a terminal. Newer systems may refuse (TIOCSTI, tty_ioctl(4)).
static inline int gust_terminal_put_back(int descriptor, char byte) { return ioctl(descriptor, TIOCSTI, &byte); }
