// What main gets and Swift doesn't hand on: `CommandLine.arguments` reads /proc/self/cmdline, which isn't there early in a start, in
// a chroot and in some containers. glibc calls constructors with main's arguments.
#include "arguments.h"

#include <stddef.h>
#include <unistd.h>

static int count;
static char **values;

__attribute__((constructor)) static void keep(int argc, char **argv) {
    count = argc;
    values = argv;
}

int car_count(void) { return count; }

char **car_values(void) { return values; }

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
// Without /proc the sanitizer can look for no leaks, nor read that it shouldn't, and would end the program with 1.
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return access("/proc/self", F_OK) != 0; }
#endif
#endif
