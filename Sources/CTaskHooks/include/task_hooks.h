#pragma once

/// Has all tasks of this copy of Swift's runtime run on threads of libdispatch that nothing looks after.
///
/// Swift gives them to a pool that libdispatch keeps as busy as there are processors; once it has run anything, a timer looks
/// at it each second, for as long as the process lives. On these threads, which are as many as there is to do, nothing does,
/// and five seconds after their last task they end. For a program with a runtime of its own, as libgust.so has; in one that
/// shares its runtime with others it is theirs to decide.
///
/// Before the first task, and once.
void task_hooks_install(void);
