#!/bin/sh
# Runs every fuzz target for FUZZTIME (ten minutes unless said).
set -eu
for package in $(go list ./...); do
  for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
    echo "$package $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZTIME:-10m}" "$package"
  done
done
