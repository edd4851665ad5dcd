#include "images/helper/limits.hpp"

#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

namespace hurtrock::images::helper {
namespace {

constexpr rlim_t kMebibyte = 1024UL * 1024;

void limit(__rlimit_resource resource, rlim_t most) {
  const rlimit limits{.rlim_cur = most, .rlim_max = most};
  setrlimit(resource, &limits);
}

}  // namespace

void confine() {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  // As root at once; others may only inside a user namespace of their own. Where neither is allowed, as in many
  // containers, the picture is decoded all the same: this is the second wall, not the first.
  if (unshare(CLONE_NEWNET) != 0) unshare(CLONE_NEWUSER | CLONE_NEWNET);
  // Whoever buys something goes first.
  setpriority(PRIO_PROCESS, 0, 5);
#ifndef HURTROCK_SANITIZED
  limit(RLIMIT_AS, 1536 * kMebibyte);  // sanitizers map terabytes
#endif
  limit(RLIMIT_CPU, 40);
  limit(RLIMIT_FSIZE, 32 * kMebibyte);
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_NOFILE, 64);
}

}  // namespace hurtrock::images::helper
