#pragma once
#ifdef __linux__
// What Swift can't call: _GNU_SOURCE functions, which the Glibc module hides, macros, and unions within structs.
// netinet/in.h comes first, or linux/in.h clashes with Glibc's module.
#include <netinet/in.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "conntrack.h"
#include "packets.h"
#include "sockets.h"

#define CLN_CLONE_NEWNET 0x40000000 // linux/sched.h; sched.h has it only under _GNU_SOURCE
#define CLN_MFD_CLOEXEC 1U          // linux/memfd.h, the same

/// Moves the calling thread into a new network namespace. 0, or -1 with errno. (_GNU_SOURCE)
static inline int cln_unshare_network(void) {
    return (int)syscall(SYS_unshare, CLN_CLONE_NEWNET);
}

/// Moves the calling thread into the network namespace open as `descriptor`. 0, or -1 with errno. (_GNU_SOURCE)
static inline int cln_enter_network(int descriptor) {
    return (int)syscall(SYS_setns, descriptor, CLN_CLONE_NEWNET);
}

/// Takes CAP_NET_ADMIN from the calling thread, for good. 0, or -1 with errno. (glibc has no wrapper)
static inline int cln_drop_network_administration(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    if (syscall(SYS_capget, &header, data) != 0) return -1;
    data[CAP_TO_INDEX(CAP_NET_ADMIN)].effective &= ~CAP_TO_MASK(CAP_NET_ADMIN);
    data[CAP_TO_INDEX(CAP_NET_ADMIN)].permitted &= ~CAP_TO_MASK(CAP_NET_ADMIN);
    return (int)syscall(SYS_capset, &header, data);
}

/// An empty file in memory, closed on exec. A descriptor, or -1 with errno. (_GNU_SOURCE)
static inline int cln_memory_file(const char *name) {
    return (int)syscall(SYS_memfd_create, name, CLN_MFD_CLOEXEC);
}

/// The thread's own entry in /proc needs its number. (_GNU_SOURCE before glibc 2.30)
static inline int cln_thread_id(void) {
    return (int)syscall(SYS_gettid);
}

extern char **environ; // unistd.h has it only under _GNU_SOURCE

/// The environment of this process; a mutable global, which Swift 6 refuses to name.
static inline char **cln_environment(void) {
    return environ;
}

/// Brings the interface `name` up. 0, or -1 with errno. (ioctl is variadic, ifreq holds a union)
static inline int cln_bring_up(const char *name) {
    struct ifreq request;
    memset(&request, 0, sizeof request);
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (control < 0) return -1;
    int result = ioctl(control, SIOCGIFFLAGS, &request);
    if (result == 0) {
        request.ifr_flags |= IFF_UP;
        result = ioctl(control, SIOCSIFFLAGS, &request);
    }
    int error = errno;
    close(control);
    errno = error;
    return result;
}
#endif
