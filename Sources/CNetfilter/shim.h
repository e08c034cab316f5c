#pragma once
#ifdef __linux__
// libnftnl and libmnl, with the kernel's headers whose constants their messages are made of.
// netinet/in.h comes first, or linux/in.h clashes with Glibc's module.
#include <netinet/in.h>
#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/uio.h>
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
#endif
