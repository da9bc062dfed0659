#include "task_hooks.h"

#include <stdint.h>

// From the runtime's own headers, swift/Runtime/Concurrency.h and swift/ABI/Executor.h, which no toolchain installs. In C,
// because Swift has no name for its own calling convention. An executor is two words; zeros are the one of no actor.
#define SWIFT_CALL __attribute__((swiftcall))

typedef SWIFT_CALL void (*enqueue_function)(void *job);
extern SWIFT_CALL void (*swift_task_enqueueGlobal_hook)(void *job, enqueue_function original);
extern SWIFT_CALL void swift_job_run(void *job, uintptr_t executor, uintptr_t implementation);

// From libdispatch's dispatch/queue.h, which only Swift's compiler finds, and private/queue_private.h.
enum { DISPATCH_QUEUE_PRIORITY_DEFAULT = 0, DISPATCH_QUEUE_OVERCOMMIT = 2 };
extern void *dispatch_get_global_queue(intptr_t priority, uintptr_t flags);
extern void dispatch_async_f(void *queue, void *context, void (*work)(void *context));

static void run(void *job) { swift_job_run(job, 0, 0); }

static SWIFT_CALL void enqueue(void *job, enqueue_function original) {
  void *queue = dispatch_get_global_queue(DISPATCH_QUEUE_PRIORITY_DEFAULT, DISPATCH_QUEUE_OVERCOMMIT);
  if (queue) {
    dispatch_async_f(queue, job, run);
  } else {
    original(job);
  }
}

void task_hooks_install(void) { swift_task_enqueueGlobal_hook = enqueue; }
