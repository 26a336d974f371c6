#!/bin/sh
# SPDX-License-Identifier: MIT
# Install the Debian packages that tests need, when root; else name the one command. Tests that miss one are skipped
# with that reason, except under CI, where nothing is.
set -eu

packages="chromium nginx-light openssl redis-server"
missing=""
for package in $packages; do
    case $package in
        nginx-light) program=/usr/sbin/nginx ;;
        *) program=$package ;;
    esac
    command -v "$program" >/dev/null || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing$missing (once)"
    apt-get update -qq >/dev/null
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing >/dev/null
else
    echo "Some tests need$missing. Run: sudo apt-get install $packages" >&2
fi
