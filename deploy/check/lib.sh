# shellcheck shell=bash disable=SC2034
# Shared by deploy/check/two-processes and deploy/patroni/check, which source it. Everything runs in one temporary folder as one
# unprivileged user, listens on 127.0.0.1 only, and is gone when the script ends.
#
# Settings from the environment:
#   CAMBISTA       the program under test; default: target/release/cambista, then target/debug/cambista
#   KEEP=1         keeps the temporary folder (logs, acknowledged units) and prints its name
#   WORKERS        callers of the API for each desk; default 4

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
repository="$(cd "$here/../.." && pwd)"
WORKERS="${WORKERS:-4}"
pids=()
failures=0
sandbox_pid="" load_pid=""

say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*"; }
now_ms() { date +%s%3N; }
fail() {
    say "FAILED: $*"
    failures=$((failures + 1))
}
die() {
    say "cannot go on: $*" >&2
    exit 1
}

# Installs Debian packages whose programs are missing: `need PROGRAM PACKAGE…`. No service of theirs is started.
need() {
    local program="$1" as_root=()
    shift
    if command -v "$program" >/dev/null || [ -x "/usr/sbin/$program" ]; then return; fi
    if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi
    say "$program was not found: installing $*"
    "${as_root[@]}" apt-get update -qq >&2 || die "apt-get update failed"
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 PG_SKIP_CLUSTER=1 \
        apt-get install -y -qq --no-install-recommends "$@" >&2 || die "cannot install $*"
}

find_program() {
    local candidate
    for candidate in "${CAMBISTA:-}" "$repository/target/release/cambista" "$repository/target/debug/cambista"; do
        if [ -n "$candidate" ] && [ -x "$candidate" ]; then
            readlink -f "$candidate"
            return
        fi
    done
    echo "there is no cambista: build it, or name it in CAMBISTA" >&2
    return 1
}

# Makes the folder, and decides who runs everything.
begin() {
    need curl curl
    need python3 python3
    need psql postgresql-client
    pg_bin="$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | sort -V | tail -n 1)"
    if [ -z "$pg_bin" ]; then
        need initdb postgresql
        pg_bin="$(find /usr/lib/postgresql -path '*/bin/initdb' | sort -V | tail -n 1)"
    fi
    pg_bin="$(dirname "$pg_bin")"
    program="$(find_program)" || exit 1
    home="$(mktemp -d /tmp/cambista-check.XXXXXX)"
    as_user=()
    if [ "$(id -u)" -eq 0 ]; then
        id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres
        # setpriv becomes the program, so that a process id is that of the program itself.
        as_user=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
    fi
    trap clean_up EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    mkdir "$home/bin"
    cp "$program" "$home/bin/cambista"
    cp "$here/load.py" "$home/bin/load.py"
    if [ "$(id -u)" -eq 0 ]; then chown -R postgres "$home"; fi
    chmod 700 "$home"
    cambista="$home/bin/cambista"
    export HOME="$home" LC_ALL=C.UTF-8 PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin
    cd "$home" || exit 1
}

clean_up() {
    local status=$? pid
    set +e
    trap - EXIT INT TERM
    if declare -F before_clean_up >/dev/null; then before_clean_up; fi
    for pid in "${pids[@]}"; do
        kill -CONT "$pid" 2>/dev/null
        kill -TERM "$pid" 2>/dev/null
    done
    for _ in $(seq 50); do
        if ! alive_any "${pids[@]}"; then break; fi
        sleep 0.1
    done
    for pid in "${pids[@]}"; do kill -KILL "$pid" 2>/dev/null; done
    if [ -n "${KEEP:-}" ]; then say "kept: $home"; else rm -rf "$home"; fi
    exit "$status"
}

alive_any() {
    local pid
    for pid in "$@"; do
        if kill -0 "$pid" 2>/dev/null; then return 0; fi
    done
    return 1
}

# Starts a program in the background: `start NAME COMMAND…`. Its id is then in `started`, its output in NAME.log.
start() {
    local name="$1"
    shift
    "${as_user[@]}" "$@" >>"$home/$name.log" 2>&1 </dev/null &
    started=$!
    # The shell must not report that it was killed.
    disown "$started"
    pids+=("$started")
}

as_user() { "${as_user[@]}" "$@"; }

free_port() {
    local port
    while true; do
        port=$((20000 + RANDOM % 12000))
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && ! [[ " ${taken_ports:-} " == *" $port "* ]]; then
            taken_ports="${taken_ports:-} $port"
            chosen="$port"
            return
        fi
    done
}

# Waits until a command succeeds: `until_true SECONDS WHAT COMMAND…`.
until_true() {
    local seconds="$1" what="$2" end
    shift 2
    end=$(($(now_ms) + seconds * 1000))
    while ! "$@" >/dev/null 2>&1; do
        if [ "$(now_ms)" -ge "$end" ]; then return 1; fi
        sleep 0.2
    done
    return 0
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# The small Discord. Its address is then in `discord`; the environment for `cambista run` is exported.
start_sandbox() {
    free_port
    discord="http://127.0.0.1:$chosen"
    "${as_user[@]}" "$cambista" sandbox --discord-only --addr "127.0.0.1:$chosen" >"$home/sandbox.env" 2>"$home/sandbox.log" </dev/null &
    sandbox_pid=$!
    pids+=("$sandbox_pid")
    until_true 20 "the sandbox" grep -q GUILD_ID "$home/sandbox.env" || die "the sandbox did not start: $(tail -n 3 "$home/sandbox.log")"
    set -a
    # shellcheck disable=SC1091
    . "$home/sandbox.env"
    set +a
    # The load comes from one address with one key.
    export CAMBISTA__HTTP__REQUESTS_PER_SECOND=100000 CAMBISTA__HTTP__BURST=100000 CAMBISTA__LOG__FORMAT=json
    # The captures of all processes are in one folder.
    export CAMBISTA_DATA_DIR="$home/data"
    as_user mkdir -p "$home/data"
}

# `start_desk NAME DATABASE_URL`: its id is then in desk_NAME, its address in api_NAME. Returns at once.
start_desk() {
    local name="$1" url="$2" port
    if declare -p "api_$name" >/dev/null 2>&1; then
        local -n known="api_$name"
        port="${known##*:}"
    else
        free_port
        port="$chosen"
    fi
    DATABASE_URL="$url" start "desk-$name" "$cambista" run --http-addr "127.0.0.1:$port"
    declare -g "desk_$name=$started" "api_$name=http://127.0.0.1:$port"
}

is_ready() { curl -fsS --max-time 5 "$1/readyz"; }

await_desk() {
    local -n api="api_$1"
    until_true 60 "desk $1" is_ready "$api" || die "desk $1 did not open: $(tail -n 3 "$home/desk-$1.log")"
}

# Empty books, an app for the load, and people with roles.
make_books() {
    local url="$1"
    DATABASE_URL="$url" as_user "$cambista" migrate --create >"$home/migrate.log" 2>&1 || die "$(cat "$home/migrate.log")"
    key="$(DATABASE_URL="$url" as_user "$cambista" app create Carga 2>>"$home/migrate.log" | grep -o 'cmb_[0-9a-f_]*')"
    [ -n "$key" ] || die "no key: $(cat "$home/migrate.log")"
}

# Loads the desks that are named, until `stop_load`.
start_load() {
    local name urls=()
    for name in "$@"; do
        local -n url_of="api_$name"
        urls+=("$url_of")
    done
    as_user rm -f "$home/stop"
    start load env CAMBISTA_KEY="$key" python3 "$home/bin/load.py" load "$home" "$discord" "$WORKERS" "${urls[@]}"
    load_pid="$started"
}

stop_load() {
    as_user touch "$home/stop"
    for _ in $(seq 600); do
        if ! kill -0 "$load_pid" 2>/dev/null; then return; fi
        sleep 0.1
    done
    fail "the load did not end: $(tail -n 3 "$home/load.log")"
    kill -KILL "$load_pid" 2>/dev/null || true
}

# Notes a moment for the figures, and prints the moment in milliseconds.
moment() {
    local at
    at="$(now_ms)"
    as_user sh -c "echo '$at $1' >>'$home/moments'"
    say "$1"
}

# Compares everything that was acknowledged with the books: `verify DATABASE_URL` (a server, not a pooler).
verify() {
    say "comparing what was acknowledged with the books"
    as_user python3 "$home/bin/load.py" verify "$home" "$discord" "$1" || fail "see above"
    DATABASE_URL="$1" as_user "$cambista" audit >"$home/audit.log" 2>&1 || fail "the audit: $(cat "$home/audit.log")"
    tail -n 2 "$home/audit.log"
}

# `gaps SECONDS MOMENT`: prints how long each desk gave no answer after this moment, and fails above so many seconds.
gaps() {
    as_user python3 "$home/bin/load.py" gap "$home" "$1" "$2" || fail "the desk took longer than $1 s after: $2"
}

finish() {
    if [ "$failures" -ne 0 ]; then
        say "$failures failures"
        exit 1
    fi
    say "all as it must be"
}
