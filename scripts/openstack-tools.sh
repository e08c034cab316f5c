#!/bin/sh
# Puts OpenStack's Neutron and Heat into a virtual environment of their own, .build-openstack. They take 400 MB, so that `make test`
# leaves them out and `make test-openstack` calls this.
#
# scripts/python/openstack.txt says which versions, from PyPI. What is there already is left alone.
set -eu

package=$(cd "$(dirname "$0")/.." && pwd)
list=$package/scripts/python/openstack.txt
folder=$package/.build-openstack

cmp -s "$list" "$folder/openstack.txt" && exit
[ -x "$folder/bin/python" ] || python3 -m venv "$folder" || {
    echo "openstack-tools: no virtual environment can be made: install python3-venv" >&2
    exit 1
}
"$folder/bin/python" -m pip --disable-pip-version-check --no-input -q install -r "$list" || {
    echo "openstack-tools: Neutron and Heat couldn't be installed" >&2
    exit 1
}
cp "$list" "$folder/"
