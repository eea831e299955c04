#!/bin/bash
# Makes .venv from requirements.lock. Run again, it does nothing as long as nothing changed.
set -euo pipefail
cd "$(dirname "$0")"

# What Qt loads at run time and no Python package brings: a shared library and Debian's package
# of it. Found with readelf on PySide6-Essentials 6.11's libraries, QML modules, and the plugins
# for X, Wayland, the framebuffer and no screen at all; and ALSA's, by which miniaudio speaks.
LIBRARIES="
libEGL.so.1             libegl1
libGL.so.1              libgl1
libX11.so.6             libx11-6
libX11-xcb.so.1         libx11-xcb1
libxcb.so.1             libxcb1
libxcb-cursor.so.0      libxcb-cursor0
libxcb-glx.so.0         libxcb-glx0
libxcb-icccm.so.4       libxcb-icccm4
libxcb-image.so.0       libxcb-image0
libxcb-keysyms.so.1     libxcb-keysyms1
libxcb-randr.so.0       libxcb-randr0
libxcb-render.so.0      libxcb-render0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-shape.so.0       libxcb-shape0
libxcb-shm.so.0         libxcb-shm0
libxcb-sync.so.1        libxcb-sync1
libxcb-util.so.1        libxcb-util1
libxcb-xfixes.so.0      libxcb-xfixes0
libxcb-xkb.so.1         libxcb-xkb1
libxkbcommon.so.0       libxkbcommon0
libxkbcommon-x11.so.0   libxkbcommon-x11-0
libwayland-client.so.0  libwayland-client0
libwayland-cursor.so.0  libwayland-cursor0
libwayland-egl.so.1     libwayland-egl1
libdrm.so.2             libdrm2
libdbus-1.so.3          libdbus-1-3
libfontconfig.so.1      libfontconfig1
libfreetype.so.6        libfreetype6
libglib-2.0.so.0        libglib2.0-0
libgssapi_krb5.so.2     libgssapi-krb5-2
libz.so.1               zlib1g
libzstd.so.1            libzstd1
libbrotlidec.so.1       libbrotli1
libasound.so.2          libasound2
"

main() {
    python=$(find_python)
    system_packages
    if [ "$(cat .venv/stamp 2>/dev/null)" != "$(stamp)" ] || ! .venv/bin/python -c ""; then
        make_venv
    fi
    if [ -n "$(stale_catalogues)" ]; then
        .venv/bin/python -m kiosk.i18n.tool compile
    fi
}

# The first Python that runs and is new enough; empty if there is none.
find_python() {
    for each in python3.11 python3.12 python3.13 python3.14 python3; do
        if "$each" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
            >/dev/null 2>&1; then
            "$each" -c 'import sys; print(sys.executable)'
            return
        fi
    done
}

# Installs what the system lacks; who may not install is told the command, and the setup stops.
system_packages() {
    local known missing=() command
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    while read -r library package; do
        if [ -n "$library" ] && ! grep -qF "$library " <<<"$known"; then
            missing+=("$package")
        fi
    done <<<"$LIBRARIES"
    if [ -z "$python" ]; then
        missing+=(python3 python3-venv)
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        # Debian keeps this part of Python in a package of its own
        missing+=("$("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
    fi
    [ ${#missing[@]} -eq 0 ] && return

    command="apt-get install --yes --no-install-recommends ${missing[*]}"
    if ! command -v apt-get >/dev/null; then
        say "These are missing, by the names Debian gives them: ${missing[*]}. Install them, then" \
            "run this again."
        exit 1
    fi
    if [ "$(id -u)" -ne 0 ]; then
        say "System packages are missing. Run this, then try again:"
        say "sudo $command"
        exit 1
    fi
    say "Installing the system packages that are missing: ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update --quiet --quiet
    $command --quiet --quiet >/dev/null
    python=$(find_python)
    if [ -z "$python" ]; then
        say "No Python from 3.11 to 3.14 is here, and this system's packages bring none."
        exit 1
    fi
}

make_venv() {
    say "Making .venv with $("$python" --version) from requirements.lock"
    if [ "$(head -n 1 .venv/stamp 2>/dev/null)" != "$PWD" ] || ! .venv/bin/python -c ""; then
        rm -rf .venv
        "$python" -m venv .venv
    fi
    pip install --require-hashes -r requirements.lock
    pip install --no-deps --no-build-isolation --editable .
    stamp >.venv/stamp
}

pip() {
    .venv/bin/python -m pip --quiet --disable-pip-version-check "$@"
}

# Where .venv is (the programs in it hold its path: moved, it is made anew) and what it is made of.
stamp() {
    echo "$PWD"
    sha256sum requirements.lock pyproject.toml setup.sh
}

# The catalogues whose .mo is missing or older than its .po.
stale_catalogues() {
    local po
    for po in translations/*/LC_MESSAGES/kiosk.po; do
        [ "${po%.po}.mo" -nt "$po" ] || echo "$po"
    done
}

say() {
    echo "$*" >&2
}

main
