#!/usr/bin/env bash
# Installs the real proxies that test/proxies starts, from Debian's or Ubuntu's packages, and starts none of them.
#
# Debian starts a service as soon as its package is installed. The tests start their own, on ports of their own, so a
# policy-rc.d that says "not allowed" (101) stands in the way during the installation; what stood there before comes
# back afterwards. Running the script again does nothing that is done already.
set -euo pipefail

declare -A package=(
  [nginx]="nginx-light"
  [apache2]="apache2"
  [haproxy]="haproxy"
  [lighttpd]="lighttpd lighttpd-mod-openssl"
  [caddy]="caddy"
  [varnishd]="varnish"
  [squid]="squid"
  [traffic_server]="trafficserver"
  [openssl]="openssl"
)
binary_path="$PATH:/usr/sbin:/sbin"

missing=()
for program in "${!package[@]}"; do
  PATH="$binary_path" command -v "$program" >/dev/null || missing+=("$program")
done
[ -e /usr/lib/lighttpd/mod_openssl.so ] || [[ " ${missing[*]-} " == *" lighttpd "* ]] || missing+=(lighttpd)
if [ "${#missing[@]}" -eq 0 ]; then
  echo "install-proxies: all of them are there"
  exit 0
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "install-proxies: missing ${missing[*]}; run this as root" >&2
  exit 1
fi

policy=/usr/sbin/policy-rc.d
kept=""
restore_policy() {
  rm -f "$policy"
  [ -z "$kept" ] || mv "$kept" "$policy"
}
if [ -e "$policy" ] || [ -L "$policy" ]; then
  kept="$policy.before-install-proxies"
  mv "$policy" "$kept"
fi
trap restore_policy EXIT
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
wanted=()
for program in "${missing[@]}"; do
  # One word or two: split on purpose.
  # shellcheck disable=SC2206
  wanted+=(${package[$program]})
done
apt-get update -qq
apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "${wanted[@]}" >/dev/null

for program in "${missing[@]}"; do
  PATH="$binary_path" command -v "$program" >/dev/null || {
    echo "install-proxies: $program did not come with ${package[$program]}" >&2
    exit 1
  }
done
echo "install-proxies: installed ${wanted[*]}"
