#!/bin/sh
# Runs a command as root, or as root of a user namespace of its own, which may make network namespaces too.
set -eu
if [ "$(id -u)" -eq 0 ]; then exec "$@"; fi
if unshare --user --map-root-user --net true 2>/dev/null; then exec unshare --user --map-root-user --net "$@"; fi
echo "neither root nor allowed to make a user namespace: the tests that need a kernel are skipped, and say so" >&2
exec "$@"
