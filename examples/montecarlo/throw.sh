#!/bin/sh
# throw.sh SEED DARTS: throws darts at the unit square and counts those inside the quarter circle.
set -eu
awk -v seed="$1" -v darts="$2" '
  # Park and Miller: exact in double precision, hence the same numbers with every awk.
  function random() { state = (state * 16807) % 2147483647; return state / 2147483647 }
  BEGIN {
    state = seed
    for (i = 0; i < 20; i++) random()   # neighbouring seeds begin alike
    for (i = 0; i < darts; i++) { x = random(); y = random(); if (x * x + y * y < 1) inside++ }
    printf "%d %d %d\n", seed, darts, inside > "counts.txt"
    printf "seed %d: %d of %d darts hit, pi is about %.4f\n", seed, inside, darts, 4 * inside / darts
  }'
