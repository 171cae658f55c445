#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Installs the Talka in this folder on Debian 12, or upgrades to it; the version before stays.
#   install.sh               installs or upgrades
#   install.sh --rollback    goes back to the version before
#   install.sh --uninstall   takes the program away; settings and data stay
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd -P)"
base=/opt/talka
unit=/etc/systemd/system/talka.service
manuals=/usr/local/share/man/man1

say() { echo "talka: $*"; }
stop() { echo "talka: $*" >&2; exit 1; }
version_of() { if [[ -e "$1" ]]; then basename "$(readlink -f "$1")"; fi; }
has_systemd() { [[ -d /run/systemd/system ]]; }
is_running() { has_systemd && systemctl is-active --quiet talka; }

# Points a link at a folder in one step: there is never a moment without a program.
point() {
    ln -sfn "$2" "$base/.$1"
    mv -T "$base/.$1" "$base/$1"
}

install_packages() {
    local wanted missing=() package
    mapfile -t wanted < "$here/debian-packages"
    for package in "${wanted[@]}"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
            missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        say "system packages: all there (${wanted[*]})"
        return
    fi
    say "system packages: installing ${missing[*]}"
    local log
    log="$(mktemp)"
    if ! { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y \
        --no-install-recommends "${missing[@]}"; } > "$log" 2>&1; then
        tail -20 "$log" >&2
        stop "the packages could not be installed (all that apt said: $log)"
    fi
    rm -f "$log"
}

make_user_and_folders() {
    if ! getent passwd talka > /dev/null; then
        say "making the user talka"
        useradd --system --user-group --home-dir /var/lib/talka --no-create-home \
            --shell /usr/sbin/nologin talka
    fi
    install -d -m 0755 "$base"
    install -d -m 0700 -o talka -g talka /var/lib/talka
    install -d -m 0750 -o root -g talka /etc/talka
    if [[ ! -e /etc/talka/talka.conf ]]; then
        install -m 0640 -o root -g talka "$here/talka.conf" /etc/talka/talka.conf
        say "settings: /etc/talka/talka.conf"
    fi
}

# Everything outside /opt/talka: the unit, the command, the manuals.
put_in_place() {
    local page
    install -D -m 0644 "$base/current/talka.service" "$unit"
    install -D -m 0755 "$base/current/wrapper" /usr/local/bin/talka
    install -d "$manuals"
    find "$manuals" -name 'talka*.1' -lname "$base/*" -delete
    for page in "$base"/current/man/*.1; do
        ln -sfn "$base/current/man/$(basename "$page")" "$manuals/$(basename "$page")"
    done
}

# Starts the service again if it ran, and waits until it stands.
restart() {
    if ! has_systemd; then
        say "systemd is not running here: nothing was started. By hand: talka serve"
        return
    fi
    systemctl daemon-reload
    if [[ "$1" != running ]]; then
        systemctl enable --quiet talka
        say "next: look at /etc/talka/talka.conf, then systemctl start talka"
        return
    fi
    systemctl restart talka
    sleep 5
    is_running || stop "it does not run: journalctl -u talka. To go back: $base/current/install.sh --rollback"
    say "the service was started again"
}

do_install() {
    local version new was running=stopped
    (cd "$here" && sha256sum --check --quiet SHA256SUMS) || stop "these files are not whole"
    version="$(head -1 "$here/VERSION")"
    was="$(version_of "$base/current")"
    if is_running; then running=running; fi
    install_packages
    make_user_and_folders
    if [[ "$here" != "$base/$version" ]]; then
        new="$base/.new-$version"
        rm -rf "$new"
        cp -r --no-preserve=ownership "$here" "$new"
        "$new/talka" --version > /dev/null || { rm -rf "$new"; stop "the program does not run here"; }
        rm -rf "${base:?}/$version.old"
        if [[ -e "$base/$version" ]]; then mv "$base/$version" "$base/$version.old"; fi
        mv "$new" "$base/$version"
        rm -rf "${base:?}/$version.old"
    fi
    if [[ -n "$was" && "$was" != "$version" ]]; then point previous "$was"; fi
    point current "$version"
    put_in_place
    remove_older
    say "installed $version in $base/$version${was:+ (before: $was)}"
    restart "$running"
}

# The current version and the one before are kept.
remove_older() {
    local folder name
    for folder in "$base"/*/; do
        name="$(basename "$folder")"
        if [[ -L "${folder%/}" || "$name" == "$(version_of "$base/current")" ||
            "$name" == "$(version_of "$base/previous")" ]]; then continue; fi
        rm -rf "${base:?}/$name"
        say "removed $name"
    done
}

do_rollback() {
    local now before running=stopped
    now="$(version_of "$base/current")"
    before="$(version_of "$base/previous")"
    [[ -n "$before" ]] || stop "there is no version before ${now:-any}"
    if is_running; then running=running; fi
    point current "$before"
    point previous "$now"
    put_in_place
    say "back to $before (before: $now)"
    restart "$running"
}

do_uninstall() {
    if has_systemd; then systemctl disable --quiet --now talka || true; fi
    rm -f "$unit" /usr/local/bin/talka
    find "$manuals" -name 'talka*.1' -lname "$base/*" -delete 2>/dev/null || true
    rm -rf "$base"
    if has_systemd; then systemctl daemon-reload; fi
    say "the program is gone. These stay: /etc/talka, /var/lib/talka, the user talka"
}

((EUID == 0)) || stop "install.sh must be run as root"
case "${1:-}" in
    "") [[ "$(uname -m)" == x86_64 ]] || stop "this program is for x86_64"
        grep -q '^VERSION_ID="12"' /etc/os-release || say "this is not Debian 12: untried"
        do_install ;;
    --rollback) do_rollback ;;
    --uninstall) do_uninstall ;;
    *) stop "there is --rollback and --uninstall, not $1" ;;
esac
