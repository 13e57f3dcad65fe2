#!/bin/sh
# throw.sh SEED DARTS: throws darts at the unit square and counts those inside the quarter circle.
set -eu
awk -v seed="$1" -v darts="$2" '
  # Two small generators combined (L'\''Ecuyer, 1988): exact in double precision, hence the same numbers with every awk.
  function random() {
    a = (a * 40014) % 2147483563
    b = (b * 40692) % 2147483399
    return ((a - b + 2147483563) % 2147483563) / 2147483563
  }
  BEGIN {
    a = seed; b = (seed * 1103) % 2147483399
    for (i = 0; i < 50; i++) random()   # neighbouring seeds begin alike
    for (i = 0; i < darts; i++) { x = random(); y = random(); if (x * x + y * y < 1) inside++ }
    printf "%d %d %d\n", seed, darts, inside > "counts.txt"
    printf "seed %d: %d of %d darts hit, pi is about %.4f\n", seed, inside, darts, 4 * inside / darts
  }'
