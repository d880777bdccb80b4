#!/bin/sh
# Installs what the tests need from Debian's packages and says what it could not
# install. Where everything is there already it does nothing.
set -u
missing=""
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
fc-list :lang=zh 2>/dev/null | grep -q . || missing="$missing fonts-noto-cjk"
[ -z "$missing" ] && exit 0
echo "test tools to install:$missing"
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "COULD NOT INSTALL:$missing (needs root and apt-get); tests that need them will fail and say so"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >/dev/null 2>&1 || echo "apt-get update failed; trying with the lists that are there"
for package in $missing; do
  apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || echo "COULD NOT INSTALL: $package; tests that need it will fail and say so"
done
exit 0
