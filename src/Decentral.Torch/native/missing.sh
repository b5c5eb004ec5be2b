#!/bin/sh
# Prints one sentence that names what the native build lacks and how to get it; nothing when all is there.
libtorch=$1
packages=
command -v cmake >/dev/null 2>&1 || packages="$packages cmake"
command -v c++ >/dev/null 2>&1 || packages="$packages g++"

if [ -n "$libtorch" ]; then
  if [ ! -f "$libtorch/include/ATen/ATen.h" ] || [ ! -f "$libtorch/lib/libtorch.so" ]; then
    echo "LIBTORCH is '$libtorch', but include/ATen/ATen.h and lib/libtorch.so are not there: name the folder of an" \
      "unpacked libtorch, or the torch folder of a Python installation, or unset it to use the system's."
    exit 0
  fi
elif [ ! -f /usr/include/ATen/ATen.h ] && [ ! -f /usr/local/include/ATen/ATen.h ]; then
  packages="$packages libtorch-dev libopenblas0-pthread"
fi

if [ -n "$packages" ]; then
  echo "The native part of Decentral.Torch cannot be built because something is missing:" \
    "run 'apt-get install$packages' (a libtorch of another origin is named by LIBTORCH)."
fi
