#!/bin/sh
# Runs a PostgreSQL server until it ends, or until the parent process is gone: then our standard input closes, and
# the server is killed. Its processes are children of the first.
#   guard.sh COMMAND...
exec 3<&0
"$@" </dev/null 3<&- &
server=$!
children() { cat "/proc/$server/task/$server/children" 2>/dev/null || pgrep -P "$server"; }
# shellcheck disable=SC2046 # a list of numbers
{ cat <&3 >/dev/null; kill -KILL "$server" $(children); } 2>/dev/null &
watch=$!
exec 3<&-
wait "$server"
code=$?
kill "$watch"
exit "$code"
