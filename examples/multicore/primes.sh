#!/bin/sh
# primes.sh LIMIT: counts the primes below LIMIT with one worker for each processor of the job.
set -eu
limit=$1
workers=${DIRAC_JOB_PROCESSORS:-1}

# worker NUMBER: waits until all workers have started, then counts primes among every workers-th odd number.
worker() {
  : > "started.$1"
  tries=0
  while [ "$(ls started.* | wc -l)" -lt "$workers" ]; do
    tries=$((tries + 1))
    [ "$tries" -le 200 ] || { echo "worker $1 is alone" >&2; return 1; }
    sleep 0.05
  done
  awk -v limit="$limit" -v first="$1" -v step="$workers" '
    function prime(n,   d) { for (d = 3; d * d <= n; d += 2) if (n % d == 0) return 0; return 1 }
    BEGIN { for (n = 1 + 2 * first; n < limit; n += 2 * step) count += prime(n); print count + 0 }' > "count.$1"
}

number=1
pids=
while [ "$number" -le "$workers" ]; do
  worker "$number" &
  pids="$pids $!"
  number=$((number + 1))
done
for pid in $pids; do wait "$pid"; done

echo "processors: $workers"
cat count.* | awk -v limit="$limit" '{ count += $1 } END { printf "primes below %d: %d\n", limit, count + 1 }'   # and 2, the even one
