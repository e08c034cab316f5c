#pragma once
#ifdef __linux__
// What Swift can't call: macros, and functions that the Glibc module hides behind _GNU_SOURCE.
// netinet/in.h comes first, or linux/in.h clashes with Glibc's module.
#include <netinet/in.h>
#include <errno.h>
#include <unistd.h>
#include <linux/inet_diag.h>
#include <linux/membarrier.h>
#include <linux/netlink.h>
#include <linux/if_link.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_conntrack_tcp.h>
#include <linux/netfilter/xt_addrtype.h>
#include <linux/netfilter/xt_conntrack.h>
#include <linux/netfilter/xt_multiport.h>
#include <linux/netfilter/xt_tcpudp.h>
#include <linux/netfilter_ipv4/ip_tables.h>
#include <linux/netfilter_ipv6/ip6_tables.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum {
    CLX_POSIX_SPAWN_SETSID = 0x80, // spawn.h has it only under _GNU_SOURCE
    CLX_SO_NETNS_COOKIE = 71,      // asm-generic/socket.h of Linux 5.14; older headers lack it
    CLX_TCP_ESTABLISHED = 1,       // netinet/tcp.h, which clashes with linux/tcp.h
    CLX_TCP_FIN_WAIT1 = 4,         // the same
    CLX_TCP_FIN_WAIT2 = 5,         // the same
    CLX_TCP_CLOSE_WAIT = 8,        // the same
    CLX_TCP_LISTEN = 10,           // the same
    CLX_GRE_REMOTE = 7,            // linux/if_tunnel.h, which clashes with net/if.h
    CLX_IPTUN_REMOTE = 3,          // the same
    CLX_GRE_LOCAL = 6,             // the same
    CLX_IPTUN_LOCAL = 2,           // the same
    CLX_TUN_TYPE_TAP = 2,          // IFF_TAP of linux/if_tun.h, the same
};

// Where the parts of a rule of iptables-legacy are: Swift imports no struct with a flexible array at its end.
enum {
    CLX_IPT_TARGET_OFFSET = offsetof(struct ipt_entry, target_offset),
    CLX_IP6T_TARGET_OFFSET = offsetof(struct ip6t_entry, target_offset),
    CLX_IPT_ENTRIES = offsetof(struct ipt_get_entries, entrytable),
    CLX_IP6T_ENTRIES = offsetof(struct ip6t_get_entries, entrytable),
    CLX_XT_VERDICT = offsetof(struct xt_standard_target, verdict),
    CLX_IPT_SO_GET_INFO = IPT_SO_GET_INFO, // macros that name macros
    CLX_IPT_SO_GET_ENTRIES = IPT_SO_GET_ENTRIES,
    CLX_IP6T_SO_GET_INFO = IP6T_SO_GET_INFO,
    CLX_IP6T_SO_GET_ENTRIES = IP6T_SO_GET_ENTRIES,
};

/// The cookie of the calling thread's network namespace: unlike the inode number never used again before the next boot.
/// 0, or -1 with errno (ENOPROTOOPT before Linux 5.14). (sockets as the argument of a void pointer)
static inline int clx_namespace_cookie(int descriptor, uint64_t *cookie) {
    socklen_t length = sizeof *cookie;
    return getsockopt(descriptor, SOL_SOCKET, CLX_SO_NETNS_COOKIE, cookie, &length);
}

/// Writes `Nov 30 20:15:00 `, now in the machine's own time, into 17 bytes; how many, 0 if that can't be told. (a struct that holds a
/// pointer)
static inline size_t clx_log_time(char *text) {
    time_t now = time(NULL);
    struct tm parts;
    return localtime_r(&now, &parts) ? strftime(text, 17, "%b %e %H:%M:%S ", &parts) : 0;
}

/// Opens the network namespace with this cookie and inode number, or returns -1 with errno: ESTALE if there is none, or none that
/// this process may enter (Linux 6.18). (a struct with a flexible array, and a call that only _GNU_SOURCE declares)
static inline int clx_open_namespace(uint64_t cookie, uint32_t inode) {
    struct {
        uint32_t length;
        int32_t type;
        uint64_t cookie;
        uint32_t kind;
        uint32_t inode;
    } handle = {16, 0xf1 /* FILEID_NSFS */, cookie, 0x40000000 /* CLONE_NEWNET */, inode};
    return (int)syscall(SYS_open_by_handle_at, -10003 /* FD_NSFS_ROOT */, &handle, 02000000 /* O_CLOEXEC */);
}

/// A connection to `port` at the address of `length` bytes (4 or 16) that doesn't wait until it is made. The socket, or -1 with errno.
/// (socket addresses of two families)
static inline int clx_start_connection(const uint8_t *address, size_t length, uint16_t port, uint32_t scope) {
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    memset(&v4, 0, sizeof v4);
    memset(&v6, 0, sizeof v6);
    v4.sin_family = AF_INET;
    v6.sin6_family = AF_INET6;
    v4.sin_port = v6.sin6_port = htons(port);
    v6.sin6_scope_id = scope;
    if (length == 4) memcpy(&v4.sin_addr, address, 4);
    else memcpy(&v6.sin6_addr, address, 16);
    const struct sockaddr *end = length == 4 ? (const struct sockaddr *)&v4 : (const struct sockaddr *)&v6;
    int number = socket(length == 4 ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (number < 0) return -1;
    if (connect(number, end, length == 4 ? sizeof v4 : sizeof v6) == 0 || errno == EINPROGRESS) return number;
    int code = errno;
    close(number);
    errno = code;
    return -1;
}

/// Asks for every TCP socket, IPv4 and IPv6, that is in one of the states `states` (a bit each). The bytes sent, or -1 with errno.
/// (structs that follow each other)
///
/// This is the older request (TCPDIAG_GETSOCK): the newer one takes a family, and the kernel walks its whole table of
/// connections, a millisecond and more, for each.
static inline ssize_t clx_request_tcp_sockets(int descriptor, uint32_t states) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req body;
    } request;
    memset(&request, 0, sizeof request);
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = TCPDIAG_GETSOCK;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.body.idiag_states = states;
    return send(descriptor, &request, sizeof request, 0);
}

/// Waits for a grace period of the kernel: every packet that it had in hand is done with then. 0, or -1 with errno. (syscall()
/// takes variable arguments)
static inline long clx_wait_for_grace_period(void) {
    return syscall(SYS_membarrier, MEMBARRIER_CMD_GLOBAL, 0, 0);
}

/// Asks for every network interface (RTM_GETLINK). The bytes sent, or -1 with errno. (structs that follow each other)
static inline ssize_t clx_request_links(int descriptor) {
    struct {
        struct nlmsghdr header;
        struct ifinfomsg body;
    } request;
    memset(&request, 0, sizeof request);
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = RTM_GETLINK;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    return send(descriptor, &request, sizeof request, 0);
}
#endif
