#!/bin/sh
# Runs a PostgreSQL server until it ends, or until whoever started it is gone: its end of our standard input
# closes then, however it went, and nothing of the server stays behind. Its processes are children of the first.
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
