#!/bin/sh
# SPDX-License-Identifier: MIT
# Install the judges of tests/judges from their lock file, with the npm of the environment "$1"; once for each lock.
set -eu

bin=$(cd "$1" && pwd)
cd "$(dirname "$0")/../tests/judges"
ready=node_modules/.ready
[ -f "$ready" ] && [ "$ready" -nt package-lock.json ] && exit 0

echo "Installing the judges (once)"
PATH="$bin:$PATH" npm ci --loglevel=error >/dev/null
touch "$ready"
