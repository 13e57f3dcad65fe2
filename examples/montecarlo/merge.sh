#!/bin/sh
# merge.sh DIR: adds up the counts.txt of all jobs below DIR.
set -eu
cat "$1"/*/counts.txt | awk '
  { jobs++; darts += $2; inside += $3 }
  END {
    if (darts == 0) { print "no counts to merge" > "/dev/stderr"; exit 1 }
    p = inside / darts
    printf "pi = %.5f +- %.5f from %d jobs and %d darts\n", 4 * p, 4 * sqrt(p * (1 - p) / darts), jobs, darts
  }'
