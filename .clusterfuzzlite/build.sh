#!/usr/bin/env bash
# Builds all fuzz targets into $OUT, each with its seeds, its dictionary and its options. The code is in $SRC/wireproof; what
# the build leaves behind goes to $WORK. Needs cargo-fuzz and zip, which the image of ClusterFuzzLite has.
set -euo pipefail
cd "$SRC/wireproof"

# Sanitizers and coverage are unstable flags. The image has a nightly toolchain; a stable one is told to take them.
rustc --version | grep -q nightly || export RUSTC_BOOTSTRAP=1
triple=$(rustc -vV | sed -n 's/^host: //p')

cargo fuzz build --target-dir "$WORK/target"
for program in fuzz/fuzz_targets/*.rs; do
  target=$(basename "$program" .rs)
  cp "$WORK/target/$triple/release/$target" "$OUT/$target"
  cp .clusterfuzzlite/libfuzzer.options "$OUT/$target.options"
  # The words of the run types help where bytes are JSON; those of schemas are another language, and choices are none.
  case "$target" in
    decode | stream) cp fuzz/runs.dict "$OUT/$target.dict" ;;
    spec) cp fuzz/spec.dict "$OUT/$target.dict" ;;
  esac
  rm -f "$OUT/${target}_seed_corpus.zip"
  zip -qjX "$OUT/${target}_seed_corpus.zip" "fuzz/seeds/$target"/*
  if [ -d "fuzz/crashes/$target" ]; then
    zip -qjX "$OUT/${target}_seed_corpus.zip" "fuzz/crashes/$target"/*
  fi
done
