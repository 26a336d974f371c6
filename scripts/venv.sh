#!/bin/sh
# SPDX-License-Identifier: MIT
# Make the virtual environment "$2" with the Python "$1", or say in one sentence what is missing.
set -eu

python=$1 venv=$2
[ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 && exit 0

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || {
    echo "Rempart needs Python 3.11 or newer: $python is missing or older. Name another: make PYTHON=python3.12 ..." >&2
    exit 1
}
# Debian keeps the module that makes environments in a package of its own.
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv; } >/dev/null
    else
        echo "Python cannot make environments here. Run: sudo apt-get install python3-venv" >&2
        exit 1
    fi
fi
echo "Setting up $venv (once)"
rm -rf "$venv"
"$python" -m venv "$venv"
