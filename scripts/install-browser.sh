#!/usr/bin/env bash
# Installs the browser that test/browser starts, from Debian's packages. Running the script again does nothing.
set -euo pipefail

if command -v chromium >/dev/null; then
  echo "install-browser: chromium is there"
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "install-browser: chromium is missing; run this as root" >&2
  exit 1
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 chromium >/dev/null
command -v chromium >/dev/null || {
  echo "install-browser: chromium did not come with its package" >&2
  exit 1
}
echo "install-browser: installed chromium"
