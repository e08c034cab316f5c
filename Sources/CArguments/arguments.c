// What main gets and Swift doesn't hand on: `CommandLine.arguments` reads /proc/self/cmdline, which isn't there early in a start, in
// a chroot and in some containers. glibc calls constructors with main's arguments.
#include "arguments.h"

#include <stddef.h>

static int count;
static char **values;

__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    values = argv;
}

int car_count(void) { return count; }

char **car_values(void) { return values; }
