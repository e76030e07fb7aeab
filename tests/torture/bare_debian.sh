#!/usr/bin/env bash
# Proves the set-up on a bare Debian 12: makes a root with python3, make and git and nothing else, clones the
# last commit of this checkout into it, and runs COMMAND there, as root or (USER_NAME=anyone) as somebody without rights.
#
#   tests/torture/bare_debian.sh [FOLDER [COMMAND]]        the default command is: make run && make test
#
# As root; needs debootstrap. Mirror and certificates are those of the machine it runs on. Mounts and processes live
# in namespaces of their own and end with it; FOLDER keeps the untouched base for the next time.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=${1:-$(mktemp -d)}
command=${2:-make run && make test}
user=${USER_NAME:-root}
base=$folder/base root=$folder/root

mirror=$(find /etc/apt/sources.list /etc/apt/sources.list.d -type f -exec grep -hE '^(URIs:|deb )' {} + 2>/dev/null |
    grep -oE '[a-z+]+://[^ ]*/debian/?( |$)' | head -n 1 | tr -d ' ' || true)

if [ ! -d "$base" ]; then
    debootstrap --variant=minbase --include=python3,make,git,ca-certificates bookworm "$base.part" "$mirror"
    mv "$base.part" "$base"
fi
rm -rf --one-file-system "$root"
cp -a "$base" "$root"

# The machine's own way to the registries: certificates, apt's way of fetching, pip's and npm's settings.
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
cp -L /etc/resolv.conf /etc/hosts "$root/etc/"
apt-config dump | grep '^Acquire::' >"$root/etc/apt/apt.conf.d/99machine" || true
for file in /etc/pip.conf /etc/npmrc; do
    [ ! -r "$file" ] || cp -L "$file" "$root$file"
done
keep=(HOME=/root LANG=C.UTF-8 CI="${CI:-}" PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)
while IFS= read -r line; do
    keep+=("$line")
done < <(env | grep -iE '^(PIP_(CERT|DEFAULT_TIMEOUT|INDEX_URL)|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|(https?|no)_proxy)=')

git -C "$checkout" bundle create -q "$root/tmp/sidlab.bundle" HEAD
mkdir -p "$root/srv/work"
if [ "$user" != root ]; then
    chroot "$root" useradd --create-home "$user"
    chroot "$root" chown "$user" /srv/work
    keep+=("HOME=/home/$user")
fi

cat >"$root/tmp/inside" <<EOF
set -eu
cd /srv/work
git -c advice.detachedHead=false clone -q /tmp/sidlab.bundle sidlab
cd sidlab
$command
EOF

# shellcheck disable=SC2016  # expanded inside
unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" sh -euc '
    root=$1 user=$2; shift 2
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/dev/shm"
    exec chroot --userspec="$user" "$root" env -i "$@" sh /tmp/inside' inside "$root" "$user" "${keep[@]}"
