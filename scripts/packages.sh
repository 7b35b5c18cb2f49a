# What Stature is built from: Debian 12 packages, one list for each purpose.
# Sourced by ./run, ./test and ./bench.
build_packages="gcc libc6-dev meson ninja-build pkg-config python3 zlib1g-dev
 libyaml-dev libjansson-dev libsqlite3-dev libmicrohttpd-dev libsodium-dev
 libglpk-dev libcairo2-dev libpango1.0-dev fonts-dejavu-core libical-dev
 libcmark-dev flite1-dev libqrencode-dev gettext"
test_packages="libcmocka-dev libmujoco-dev coinor-libipopt-dev libgsl-dev chromium git
 curl bsdutils poppler-utils zbar-tools mandoc python3-yaml"
fuzz_packages="clang libclang-rt-14-dev"
bench_packages="wrk nginx-light"

die() {
    printf '%s\n' "$*" >&2
    exit 1
}

# Debian's own Node.js where none is installed yet.
node_packages() {
    command -v node >/dev/null 2>&1 && command -v npm >/dev/null 2>&1 ||
        printf 'nodejs npm'
}

# install PACKAGE...: only what is missing, so that a second start asks nobody.
install() {
    local missing="" p
    for p in "$@"; do
        dpkg-query -W -f='${Status}' "$p" 2>/dev/null |
            grep -q '^install ok installed$' || missing="$missing $p"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null 2>&1 ||
        die "Stature is built on Debian 12; install by hand:$missing"
    local as_root=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null 2>&1 ||
            die "Not root and no sudo: ask an administrator to install:$missing"
        as_root=sudo
    fi
    echo "Installing:$missing"
    # shellcheck disable=SC2086
    { $as_root apt-get update -qq &&
        DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq \
            --no-install-recommends $missing; } >build-install.log 2>&1 ||
        die "apt-get could not install$missing; see build-install.log"
    rm -f build-install.log
}

# installed_once NAME PACKAGE...: skips even the look when the list is the same.
installed_once() {
    local name=$1 sum
    shift
    sum=$(printf '%s\n' "$@" | sha256sum | cut -c1-16)
    [ -e "build-stamp/$name-$sum" ] && return 0
    install "$@"
    mkdir -p build-stamp
    : >"build-stamp/$name-$sum"
}

# build DIR MESON_OPTION...: set up once, then bring up to date.
build() {
    local dir=$1
    shift
    [ -e "$dir/build.ninja" ] ||
        meson setup "$dir" "$@" >"$dir.log" 2>&1 ||
        die "The build could not be set up; see $dir.log"
    ninja -C "$dir" >"$dir.log" 2>&1 ||
        { tail -40 "$dir.log" >&2; die "The build failed; see $dir.log"; }
    rm -f "$dir.log"
}

# The page: one bundle from web/src, made again only when a source changed.
build_page() {
    local sum
    sum=$(cat web/package-lock.json web/package.json | sha256sum | cut -c1-16)
    if [ ! -e "web/node_modules/.stature-$sum" ]; then
        echo "Installing the page's packages (npm)"
        (cd web && npm ci --no-audit --no-fund >../build-install.log 2>&1) ||
            die "npm ci failed in web/; see build-install.log"
        rm -f build-install.log
        : >"web/node_modules/.stature-$sum"
    fi
    if [ ! -e web/dist/index.html ] ||
        [ -n "$(find web/src web/package-lock.json web/build.mjs \
            -newer web/dist/index.html -print -quit 2>/dev/null)" ]; then
        echo "Building the page"
        (cd web && npm run --silent build) || die "The page could not be built"
    fi
}
