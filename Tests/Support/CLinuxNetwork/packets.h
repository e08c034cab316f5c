#pragma once
// Raw packets: the loops are here and not in Swift because tests run unoptimised, and under AddressSanitizer, where a
// sweep of 131,070 packets would take seconds. Every packet is a whole IPv4 or IPv6 packet; what these functions need
// to know (family, addresses, protocol, where the ports are) they read from it. The code works on any layout of IPv4
// options, and on IPv6 without extension headers where ports matter.
#include <netinet/in.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define CLN_BATCH 256         // packets a sendmmsg call
#define CLN_LARGEST_PROBE 60  // bytes: an IPv6 and a TCP header without options
#define CLN_SO_RCVBUFFORCE 33 // asm-generic/socket.h
#define CLN_SO_MEMINFO 55     // asm-generic/socket.h
#define CLN_MEMINFO_DROPS 8   // linux/sock_diag.h: SK_MEMINFO_DROPS
#define CLN_MEMINFO_VARS 9    // linux/sock_diag.h: SK_MEMINFO_VARS

/// struct mmsghdr, which sys/socket.h has only under _GNU_SOURCE.
struct cln_message {
    struct msghdr header;
    unsigned int length;
};

static inline int cln_is_ipv6(const uint8_t *packet) {
    return packet[0] >> 4 == 6;
}

/// Bytes before the transport header.
static inline size_t cln_header_length(const uint8_t *packet) {
    return cln_is_ipv6(packet) ? 40 : (size_t)(packet[0] & 15) * 4;
}

/// A way to send whole packets.
struct cln_sender {
    int descriptor;
    /// The interface's index where they go straight to the wire; 0 where they go through this side's own output rules.
    int wire;
    /// The link-layer address at the other end of the wire.
    uint8_t neighbour[6];
};

/// Where a raw socket sends `packet`: to its destination.
static inline socklen_t cln_routed_address(const uint8_t *packet, struct sockaddr_storage *result) {
    if (cln_is_ipv6(packet)) {
        struct sockaddr_in6 *address = (struct sockaddr_in6 *)result;
        address->sin6_family = AF_INET6;
        memcpy(&address->sin6_addr, packet + 24, 16);
        return sizeof *address;
    }
    struct sockaddr_in *address = (struct sockaddr_in *)result;
    address->sin_family = AF_INET;
    memcpy(&address->sin_addr, packet + 16, 4);
    return sizeof *address;
}

/// Where a packet socket sends `packet`: to the neighbour, or to the group's link-layer address (RFC 1112, RFC 2464).
static inline socklen_t cln_wire_address(const struct cln_sender *sender, const uint8_t *packet,
                                         struct sockaddr_storage *result) {
    struct sockaddr_ll *address = (struct sockaddr_ll *)result;
    int is_ipv6 = cln_is_ipv6(packet);
    const uint8_t *destination = packet + (is_ipv6 ? 24 : 16);
    address->sll_family = AF_PACKET;
    address->sll_protocol = htons(is_ipv6 ? ETH_P_IPV6 : ETH_P_IP);
    address->sll_ifindex = sender->wire;
    address->sll_halen = 6;
    if (is_ipv6 && destination[0] == 0xff) {
        memcpy(address->sll_addr, (uint8_t[]){0x33, 0x33}, 2);
        memcpy(address->sll_addr + 2, destination + 12, 4);
    } else if (!is_ipv6 && destination[0] >> 4 == 0xe) {
        memcpy(address->sll_addr, (uint8_t[]){0x01, 0x00, 0x5e, destination[1] & 0x7f, destination[2], destination[3]}, 6);
    } else {
        memcpy(address->sll_addr, sender->neighbour, 6);
    }
    return sizeof *address;
}

/// Writes where `sender` has to send `packet` to `result` and returns its length.
static inline socklen_t cln_destination(const struct cln_sender *sender, const uint8_t *packet,
                                        struct sockaddr_storage *result) {
    memset(result, 0, sizeof *result);
    return sender->wire ? cln_wire_address(sender, packet, result) : cln_routed_address(packet, result);
}

/// A sender that puts packets on the wire behind the interface `name`, past this side's routes and rules: a quarter of
/// the time of a raw socket. Its descriptor is -1 with errno where it can't be had.
static inline struct cln_sender cln_wire_sender(const char *name, const uint8_t *neighbour) {
    struct cln_sender sender = {.wire = (int)if_nametoindex(name)};
    memcpy(sender.neighbour, neighbour, sizeof sender.neighbour);
    sender.descriptor = sender.wire ? socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0) : -1;
    int bypass = 1; // the queue, which a veth doesn't have
    if (sender.descriptor >= 0) setsockopt(sender.descriptor, SOL_PACKET, PACKET_QDISC_BYPASS, &bypass, sizeof bypass);
    return sender;
}

/// A sender whose packets pass this side's output rules, and leave through the interface `name`. Its descriptor is -1
/// with errno where it can't be had.
static inline struct cln_sender cln_routed_sender(int family, const char *name) {
    struct cln_sender sender = {.descriptor = socket(family, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW)};
    if (sender.descriptor >= 0 &&
        setsockopt(sender.descriptor, SOL_SOCKET, SO_BINDTODEVICE, name, (socklen_t)strlen(name)) < 0) {
        int error = errno;
        close(sender.descriptor);
        sender.descriptor = -1;
        errno = error;
    }
    return sender;
}

/// A socket that gets a copy of every packet of `protocol` that the input hook lets through. A descriptor, or -1 with
/// errno. Its buffer is 128 MB, or what an unprivileged user may have; cln_lost tells when that was too little.
static inline int cln_packet_receiver(int family, int protocol) {
    int receiver = socket(family, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, protocol);
    if (receiver < 0) return -1;
    int bytes = 128 << 20;
    if (setsockopt(receiver, SOL_SOCKET, CLN_SO_RCVBUFFORCE, &bytes, sizeof bytes) < 0)
        setsockopt(receiver, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    return receiver;
}

/// How many packets `receiver` had no room for, or -1 with errno.
static inline int64_t cln_lost(int receiver) {
    uint32_t values[CLN_MEMINFO_VARS] = {0};
    socklen_t length = sizeof values;
    if (getsockopt(receiver, SOL_SOCKET, CLN_SO_MEMINFO, values, &length) < 0) return -1;
    return values[CLN_MEMINFO_DROPS];
}

/// Sends one packet. 0; 1 where an output rule dropped it; or -1 with errno.
static inline int cln_send(struct cln_sender sender, const uint8_t *packet, size_t length) {
    struct sockaddr_storage to;
    socklen_t to_length = cln_destination(&sender, packet, &to);
    if (sendto(sender.descriptor, packet, length, 0, (struct sockaddr *)&to, to_length) >= 0) return 0;
    return errno == EPERM ? 1 : -1;
}

/// Empties `receiver`, and counts its packets from `source`, an address of 4 or 16 bytes. The count, or -1 with errno.
static inline int cln_count_from(int receiver, const uint8_t *source, size_t length_of_source) {
    uint8_t discarded[1];
    int found = 0;
    for (;;) {
        struct sockaddr_storage from;
        socklen_t length = sizeof from;
        if (recvfrom(receiver, discarded, sizeof discarded, 0, (struct sockaddr *)&from, &length) < 0)
            return errno == EAGAIN ? found : -1;
        const void *address = from.ss_family == AF_INET6 ? (void *)&((struct sockaddr_in6 *)&from)->sin6_addr
                                                         : (void *)&((struct sockaddr_in *)&from)->sin_addr;
        found += memcmp(address, source, length_of_source) == 0;
    }
}

/// Sends `count` messages, past those that an output rule drops. 0, or -1 with errno.
static inline int cln_send_all(int sender, struct cln_message *messages, unsigned count) {
    unsigned done = 0;
    while (done < count) {
        long sent = syscall(SYS_sendmmsg, sender, messages + done, count - done, 0);
        if (sent > 0)
            done += (unsigned)sent;
        else if (errno == EPERM)
            done += 1;
        else if (errno == ENOBUFS || errno == EAGAIN)
            poll(NULL, 0, 1);
        else if (errno != EINTR)
            return -1;
    }
    return 0;
}

/// Marks in `seen` the destination port of every waiting packet that has the source port of `packet`. 0, or -1 with errno.
static inline int cln_collect(int receiver, const uint8_t *packet, uint8_t *seen) {
    const uint8_t *source_port = packet + cln_header_length(packet);
    uint8_t received[64]; // an IPv4 header with all its options, and the ports
    for (;;) {
        ssize_t length = recv(receiver, received, sizeof received, 0);
        if (length < 0) return errno == EAGAIN ? 0 : -1;
        // A raw IPv4 socket hands over the IP header, an IPv6 one doesn't.
        size_t ports = cln_is_ipv6(packet) ? 0 : cln_header_length(received);
        if ((size_t)length >= ports + 4 && memcmp(received + ports, source_port, 2) == 0)
            seen[received[ports + 2] << 8 | received[ports + 3]] = 1;
    }
}

/// Writes destination port `port` into a packet that had port 0, and mends its checksum (RFC 1624).
static inline void cln_set_port(uint8_t *packet, uint16_t port) {
    uint8_t *transport = packet + cln_header_length(packet);
    int is_udp = packet[cln_is_ipv6(packet) ? 6 : 9] == IPPROTO_UDP;
    uint8_t *checksum = transport + (is_udp ? 6 : 16);
    uint32_t sum = (uint16_t)~(checksum[0] << 8 | checksum[1]);
    sum += port;
    sum = (uint16_t)~((sum & 0xffff) + (sum >> 16));
    if (is_udp && sum == 0) sum = 0xffff; // 0 says: no checksum
    transport[2] = (uint8_t)(port >> 8);
    transport[3] = (uint8_t)port;
    checksum[0] = (uint8_t)(sum >> 8);
    checksum[1] = (uint8_t)sum;
}

/// The messages of one sendmmsg call: packets of the same length to the same destination.
struct cln_batch {
    uint8_t packets[CLN_BATCH][CLN_LARGEST_PROBE];
    struct iovec vectors[CLN_BATCH];
    struct cln_message messages[CLN_BATCH];
    struct sockaddr_storage to;
};

/// Prepares `batch` for packets like `packet`. 0, or -1 with errno where they are too long.
static inline int cln_prepare_batch(struct cln_batch *batch, const struct cln_sender *sender, const uint8_t *packet,
                                    size_t length) {
    if (length > CLN_LARGEST_PROBE) {
        errno = EMSGSIZE;
        return -1;
    }
    socklen_t to_length = cln_destination(sender, packet, &batch->to);
    memset(batch->messages, 0, sizeof batch->messages);
    for (unsigned index = 0; index < CLN_BATCH; index++) {
        batch->vectors[index] = (struct iovec){batch->packets[index], length};
        batch->messages[index].header = (struct msghdr){
            .msg_name = &batch->to, .msg_namelen = to_length, .msg_iov = &batch->vectors[index], .msg_iovlen = 1};
    }
    return 0;
}

/// Sends one batch of the `count` packets of `length` bytes each in `packets`, one after the other and over again. 0, or
/// -1 with errno.
static inline int cln_send_batch(struct cln_sender sender, const uint8_t *packets, size_t length, size_t count) {
    struct cln_batch batch;
    if (cln_prepare_batch(&batch, &sender, packets, length) < 0) return -1;
    for (unsigned index = 0; index < CLN_BATCH; index++)
        memcpy(batch.packets[index], packets + index % count * length, length);
    return cln_send_all(sender.descriptor, batch.messages, CLN_BATCH);
}

/// Sends `packet`, a TCP or UDP packet to port 0, to each of the ports 1…65535 instead, and marks in `seen` (65,536
/// bytes) the ports at which `receiver` got it. 0, or -1 with errno.
static inline int cln_sweep(struct cln_sender sender, int receiver, const uint8_t *packet, size_t length, uint8_t *seen) {
    struct cln_batch batch;
    if (cln_prepare_batch(&batch, &sender, packet, length) < 0) return -1;
    for (uint32_t first = 1; first <= 65535; first += CLN_BATCH) {
        unsigned count = 65536 - first < CLN_BATCH ? 65536 - first : CLN_BATCH;
        for (unsigned index = 0; index < count; index++) {
            memcpy(batch.packets[index], packet, length);
            cln_set_port(batch.packets[index], (uint16_t)(first + index));
        }
        if (cln_send_all(sender.descriptor, batch.messages, count) < 0) return -1;
        if (cln_collect(receiver, packet, seen) < 0) return -1;
    }
    return 0;
}
