// netfilter-replay PATH: sends the messages of a file to nf_tables as one batch, and does nothing else: the floor that a
// library can't get below.
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netfilter/nfnetlink.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

struct frame {
    struct nlmsghdr header;
    struct nfgenmsg family;
};

static struct frame frame(int type) {
    struct frame frame = {
        .header = {.nlmsg_len = sizeof frame, .nlmsg_type = type, .nlmsg_flags = NLM_F_REQUEST},
        .family = {.res_id = htons(NFNL_SUBSYS_NFTABLES)},
    };
    return frame;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

int main(int count, char **arguments) {
    if (count != 2) return 64;
    int file = open(arguments[1], O_RDONLY);
    struct stat status;
    if (file < 0 || fstat(file, &status) < 0) fail(arguments[1]);
    void *bytes = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    if (bytes == MAP_FAILED) fail("mmap");

    int netlink = socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER);
    int room = status.st_size + 4096;
    if (netlink < 0 || setsockopt(netlink, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) < 0) fail("socket");
    struct frame begin = frame(NFNL_MSG_BATCH_BEGIN), end = frame(NFNL_MSG_BATCH_END);
    struct iovec parts[] = {{&begin, sizeof begin}, {bytes, status.st_size}, {&end, sizeof end}};
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    struct msghdr message = {.msg_name = &kernel, .msg_namelen = sizeof kernel, .msg_iov = parts, .msg_iovlen = 3};
    if (sendmsg(netlink, &message, 0) < 0) fail("sendmsg");

    char buffer[65536];
    while (recv(netlink, buffer, sizeof buffer, MSG_DONTWAIT) > 0) {
        struct nlmsgerr *answer = NLMSG_DATA((struct nlmsghdr *)buffer);
        if (((struct nlmsghdr *)buffer)->nlmsg_type == NLMSG_ERROR && answer->error != 0) {
            errno = -answer->error;
            fail("refused");
        }
    }
    return 0;
}
