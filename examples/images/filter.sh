#!/bin/sh
# filter.sh FILTER IMAGE: applies a filter to a plain PGM image and counts the grey values of the result.
set -eu
awk -v filter="$1" -f filter.awk "$2" > "$1.pgm"
awk 'NR > 3 { for (i = 1; i <= NF; i++) count[int($i / 16)]++ }
     END { for (bin = 0; bin < 16; bin++) printf "%3d-%3d %d\n", bin * 16, bin * 16 + 15, count[bin] }' "$1.pgm" > histogram.txt
echo "$1 of $2: $(sed -n 2p "$1.pgm" | tr ' ' x) pixels"
