# Keeps a PostgreSQL server for as long as standard input stays open: whoever started this may be
# killed, and the server goes all the same.
#
# $1 is the folder of PostgreSQL's programs, $2 the port on 127.0.0.1. Each line of the answer is
# the folder of the server, when what was asked for is done; `crash` and `start` may be asked for.
set -eu
# Ctrl-C reaches the whole group; what ends us is the end of our input.
trap '' INT TERM HUP
umask 077
folder=$(mktemp -d "${TMPDIR:-/tmp}/engawa-postgres.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"

quietly() {
    "$@" >>log 2>&1 </dev/null || {
        cat log >&2
        exit 1
    }
}
start() {
    quietly "$1/pg_ctl" start --wait --timeout=60 --silent --pgdata=data --log=server.log ||
        cat server.log >&2
}

# What initdb writes need not last; what the server writes is as durable as anywhere.
quietly "$1/initdb" --pgdata=data --username=engawa --auth=trust --encoding=UTF8 --no-locale \
    --no-sync --no-instructions
cat >>data/postgresql.conf <<END
listen_addresses = '127.0.0.1'
port = $2
unix_socket_directories = '$folder'
max_connections = 200
fsync = on
synchronous_commit = on
END
start "$1"
echo "$folder"
while read -r word; do
    case $word in
    crash) quietly "$1/pg_ctl" stop --mode=immediate --silent --pgdata=data ;;
    start) start "$1" ;;
    esac
    echo "$folder"
done
"$1/pg_ctl" stop --mode=immediate --silent --pgdata=data >/dev/null 2>&1 || true
