#!/bin/sh
# Starts the pilot of the directory $1: nothing but a POSIX shell and sha256sum is needed on the node.
# The directory holds: program (path of dirac-pilot), sha256, arguments (one a line), secret, ca.pem (perhaps).
# It writes: started, exit (the exit code; last, so that who finds it finds all). What the pilot prints goes where this script's output goes.
umask 077
dir=$1
finish() {
  trap '' TERM INT HUP
  [ -z "$work" ] || rm -rf "$work"
  echo "$1" >"$dir/exit.new" && mv "$dir/exit.new" "$dir/exit"
  exit "$1"
}
fail() {
  echo "start-pilot: $2" >&2
  finish "$1"
}
work=
child=
stopped=
trap 'stopped=yes; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM INT HUP
# A batch system may start a job again. What the first start left is not touched: perhaps it runs.
[ -f "$dir/secret" ] || { echo "start-pilot: the pilot's secret is gone: it was started before" >&2; exit 71; }
exec 3<"$dir/secret"
rm -f "$dir/secret"
echo "$$ $(hostname 2>/dev/null || uname -n)" >"$dir/started" || fail 72 "$dir cannot be written to"
program=$(cat "$dir/program")
expected=$(cat "$dir/sha256")
found=$(sha256sum "$program" 2>/dev/null | cut -d ' ' -f 1)
[ "$found" = "$expected" ] || fail 73 "$program is not the pilot that was sent (sha256 ${found:-none}, not $expected)"
work=$(mktemp -d "${DIRAC_SCRATCH:-${SLURM_TMPDIR:-${TMPDIR:-/tmp}}}/dirac-XXXXXX") || fail 74 "no directory can be made in ${DIRAC_SCRATCH:-${SLURM_TMPDIR:-${TMPDIR:-/tmp}}}"
set --
while IFS= read -r line; do set -- "$@" "$line"; done <"$dir/arguments"
[ ! -f "$dir/ca.pem" ] || set -- "$@" --ca "$dir/ca.pem"
[ -z "$stopped" ] || fail 75 "told to stop before the start"
"$program" run "$@" --work-dir "$work" <&3 3<&- &
child=$!
exec 3<&-
# A signal ends a wait early; the pilot then finishes what it may and is waited for again.
wait "$child"
code=$?
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
finish "$code"
