# Reads a plain PGM (P2 without comments) and writes it filtered. Whole numbers only.
function at(x, y) {
  if (x < 0) x = 0; if (x >= width) x = width - 1
  if (y < 0) y = 0; if (y >= height) y = height - 1
  return pixel[y * width + x]
}
function blur(x, y,   dx, dy, sum) {
  for (dy = -1; dy <= 1; dy++) for (dx = -1; dx <= 1; dx++) sum += at(x + dx, y + dy)
  return int(sum / 9)
}
function edge(x, y,   gx, gy) {
  gx = at(x + 1, y - 1) + 2 * at(x + 1, y) + at(x + 1, y + 1) - at(x - 1, y - 1) - 2 * at(x - 1, y) - at(x - 1, y + 1)
  gy = at(x - 1, y + 1) + 2 * at(x, y + 1) + at(x + 1, y + 1) - at(x - 1, y - 1) - 2 * at(x, y - 1) - at(x + 1, y - 1)
  if (gx < 0) gx = -gx; if (gy < 0) gy = -gy
  return gx + gy > white ? white : gx + gy
}
NR == 1 { if ($1 != "P2") { print "filter: not a plain PGM" > "/dev/stderr"; failed = 1; exit 2 }; next }
NR == 2 { width = $1; height = $2; next }
NR == 3 { white = $1; next }
{ for (i = 1; i <= NF; i++) pixel[count++] = $i }
END {
  if (failed) exit 2
  print "P2"; print width, height; print white
  for (y = 0; y < height; y++) {
    line = ""
    for (x = 0; x < width; x++) {
      if (filter == "blur") value = blur(x, y)
      else if (filter == "edge") value = edge(x, y)
      else if (filter == "negative") value = white - at(x, y)
      else { print "filter: there is no " filter > "/dev/stderr"; exit 2 }
      line = line (x ? " " : "") value
    }
    print line
  }
}
