#pragma once
#ifdef __linux__
// libnftnl and libmnl, with the kernel's headers whose constants their messages are made of.
// netinet/in.h comes first, or linux/in.h clashes with Glibc's module.
#include <netinet/in.h>
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include <linux/netfilter.h>
#include <linux/netfilter/nf_conntrack_common.h>
#include <linux/netfilter/nf_log.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nf_tables_compat.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <libmnl/libmnl.h>
#include <libnftnl/batch.h>
#include <libnftnl/chain.h>
#include <libnftnl/common.h>
#include <libnftnl/expr.h>
#include <libnftnl/object.h>
#include <libnftnl/set.h>
#include <libnftnl/table.h>
#include <libnftnl/udata.h>

/// NFTA_SET_COUNT, the number of elements in the answer to NFT_MSG_GETSET: newer than the headers of some distributions.
enum cnf_set_attributes { CNF_SET_COUNT = 20 };
/// NFTA_TABLE_OWNER and NFT_TABLE_F_OWNER of Linux 5.12.
enum cnf_table_attributes { CNF_TABLE_OWNER = 7 };
static const uint32_t CNF_TABLE_F_OWNER = 2;

/// Leaves it to the kernel to close `descriptor` for good: after this, the caller's close of it returns at once, and
/// cnf_collect() after that has it done. Where that can't be, nothing is changed. (control messages are macros)
///
/// Whoever closes a netfilter socket after a deletion waits until no packet uses what was deleted, ten milliseconds and more. So
/// the socket goes into a message that no one can receive any more, and since Linux 6.9 a worker of the kernel collects those;
/// before that, whoever calls cnf_collect() waits.
static inline void cnf_hand_over(int descriptor) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) != 0) return;
    int passed[] = {pair[0], pair[1], descriptor};
    union {
        char bytes[CMSG_SPACE(sizeof passed)];
        struct cmsghdr alignment;
    } control = {{0}};
    struct iovec byte = {.iov_base = "", .iov_len = 1};
    struct msghdr message = {
        .msg_iov = &byte,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof passed);
    __builtin_memcpy(CMSG_DATA(header), passed, sizeof passed);
    sendmsg(pair[0], &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    close(pair[0]);
    close(pair[1]);
}

/// Closes a local socket, upon which the kernel collects what cnf_hand_over() has left.
static inline void cnf_collect(void) {
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor >= 0) close(descriptor);
}
#endif
