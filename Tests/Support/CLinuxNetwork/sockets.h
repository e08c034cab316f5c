#pragma once
// Ordinary TCP and UDP sockets, for addresses as bytes in network order: 4 for IPv4, 16 for IPv6. Here because Swift
// would have to rebind a pointer for every sockaddr.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CLN_IP_MTU 14   // linux/in.h, which clashes with netinet/in.h
#define CLN_IPV6_MTU 24 // linux/in6.h, the same

/// Writes an address with a port to `result` and returns its length.
static inline socklen_t cln_address(const uint8_t *bytes, size_t count, uint16_t port, struct sockaddr_storage *result) {
    memset(result, 0, sizeof *result);
    if (count == 16) {
        struct sockaddr_in6 *address = (struct sockaddr_in6 *)result;
        address->sin6_family = AF_INET6;
        address->sin6_port = htons(port);
        memcpy(&address->sin6_addr, bytes, 16);
        return sizeof *address;
    }
    struct sockaddr_in *address = (struct sockaddr_in *)result;
    address->sin_family = AF_INET;
    address->sin_port = htons(port);
    memcpy(&address->sin_addr, bytes, 4);
    return sizeof *address;
}

int accept4(int, struct sockaddr *, socklen_t *, int); // sys/socket.h has it only under _GNU_SOURCE

/// The next connection to a listener, which no program that is started inherits; -1 with errno.
static inline int cln_accept(int listener) { return accept4(listener, 0, 0, SOCK_CLOEXEC); }

/// A socket bound to an address and port; port 0 for any. A descriptor, or -1 with errno.
static inline int cln_bound_socket(int type, const uint8_t *bytes, size_t count, uint16_t port) {
    struct sockaddr_storage address;
    socklen_t length = cln_address(bytes, count, port, &address);
    int descriptor = socket(address.ss_family, type | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int yes = 1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(descriptor, (struct sockaddr *)&address, length) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

/// Limits how long a connect, send or receive of the socket waits. 0, or -1 with errno.
static inline int cln_limit_waiting(int descriptor, int milliseconds) {
    struct timeval limit = {.tv_sec = milliseconds / 1000, .tv_usec = milliseconds % 1000 * 1000};
    if (setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit) < 0) return -1;
    return setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
}

/// Connects to an address and port. 0, or -1 with errno.
static inline int cln_connect(int descriptor, const uint8_t *bytes, size_t count, uint16_t port) {
    struct sockaddr_storage address;
    socklen_t length = cln_address(bytes, count, port, &address);
    return connect(descriptor, (struct sockaddr *)&address, length);
}

/// Opens `count` connections from `source` to `port` at `destination`, one after the other, waits up to `milliseconds` for each, and
/// resets it. How many were made, or -1 with errno.
static inline int cln_try_connections(const uint8_t *source, const uint8_t *destination, size_t length, uint16_t port,
                                      int count, int milliseconds) {
    int made = 0;
    for (int attempt = 0; attempt < count; attempt++) {
        int descriptor = cln_bound_socket(SOCK_STREAM | SOCK_NONBLOCK, source, length, 0);
        if (descriptor < 0) return -1;
        struct linger reset = {.l_onoff = 1, .l_linger = 0};
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        struct pollfd writable = {.fd = descriptor, .events = POLLOUT};
        int result = cln_connect(descriptor, destination, length, port);
        if (result == 0 || (poll(&writable, 1, milliseconds) == 1 && !(writable.revents & (POLLERR | POLLHUP)))) made++;
        close(descriptor);
    }
    return made;
}

/// Accepts and closes what waits at `listener`. How many connections that were, or -1 with errno.
static inline int cln_accept_all(int listener) {
    for (int accepted = 0;; accepted++) {
        struct pollfd readable = {.fd = listener, .events = POLLIN};
        if (poll(&readable, 1, 0) != 1) return accepted;
        int descriptor = accept(listener, NULL, NULL);
        if (descriptor < 0) return -1;
        close(descriptor);
    }
}

/// Sends a datagram to an address and port. Its length, or -1 with errno.
static inline ssize_t cln_send_to(int descriptor, const uint8_t *data, size_t length, const uint8_t *bytes, size_t count,
                                  uint16_t port) {
    struct sockaddr_storage address;
    socklen_t address_length = cln_address(bytes, count, port, &address);
    return sendto(descriptor, data, length, 0, (struct sockaddr *)&address, address_length);
}

/// Joins an IPv4 group at the interface `name`. 0, or -1 with errno.
static inline int cln_join(int descriptor, const uint8_t *group, const char *name) {
    struct ip_mreqn request = {.imr_ifindex = (int)if_nametoindex(name)};
    memcpy(&request.imr_multiaddr, group, 4);
    return setsockopt(descriptor, IPPROTO_IP, IP_ADD_MEMBERSHIP, &request, sizeof request);
}

/// The path MTU that a connection goes by, or -1 with errno.
static inline int cln_path_mtu(int descriptor, size_t address_length) {
    int mtu = 0;
    socklen_t length = sizeof mtu;
    int level = address_length == 16 ? IPPROTO_IPV6 : IPPROTO_IP;
    int option = address_length == 16 ? CLN_IPV6_MTU : CLN_IP_MTU;
    return getsockopt(descriptor, level, option, &mtu, &length) < 0 ? -1 : mtu;
}

/// How often a connection, its SYN included, had to send again, or -1 with errno.
static inline int64_t cln_retransmissions(int descriptor) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    memset(&info, 0, sizeof info);
    return getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) < 0 ? -1 : (int64_t)info.tcpi_total_retrans;
}

/// How many segments of a connection are sent and not acknowledged, or -1 with errno.
static inline int64_t cln_unacknowledged(int descriptor) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    memset(&info, 0, sizeof info);
    return getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &length) < 0 ? -1 : (int64_t)info.tcpi_unacked;
}
