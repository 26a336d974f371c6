#!/bin/sh
# SPDX-License-Identifier: MIT
# Install the Debian packages that tests need, when root; else name the one command. Tests that miss one are skipped
# with that reason, except under CI, where nothing is.
set -eu

packages="chromium nginx-light openssl"
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing="$missing nginx-light"
command -v valkey-server >/dev/null || command -v redis-server >/dev/null || missing="$missing redis-server"
command -v openssl >/dev/null || missing="$missing openssl"
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing (once)"
    apt-get update -qq >/dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >/dev/null
else
    echo "Some tests need$missing. Run: sudo apt-get install $packages" >&2
fi
