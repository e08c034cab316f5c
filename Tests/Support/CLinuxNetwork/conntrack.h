#pragma once
#include <netinet/in.h>
#include <errno.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netfilter/nfnetlink_conntrack.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/// Forgets every connection of the calling thread's network namespace. 0, or -1 with errno. (A netlink message: structs
/// that follow each other)
static inline int cln_flush_connections(void) {
    struct {
        struct nlmsghdr header;
        struct nfgenmsg family;
    } request;
    struct {
        struct nlmsghdr header;
        struct nlmsgerr error;
    } answer;
    memset(&request, 0, sizeof request);
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = NFNL_SUBSYS_CTNETLINK << 8 | IPCTNL_MSG_CT_DELETE;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
    request.family.nfgen_family = AF_UNSPEC;
    request.family.version = NFNETLINK_V0;
    int netlink = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER);
    if (netlink < 0) return -1;
    memset(&answer, 0, sizeof answer);
    ssize_t result = send(netlink, &request, sizeof request, 0);
    if (result >= 0) result = recv(netlink, &answer, sizeof answer, 0);
    if (result >= 0 && answer.error.error != 0) {
        errno = -answer.error.error;
        result = -1;
    }
    int error = errno;
    close(netlink);
    errno = error;
    return result < 0 ? -1 : 0;
}
