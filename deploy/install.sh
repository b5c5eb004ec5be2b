#!/bin/sh
# Finds out what the build lacks, says what it will install and why, and installs it with apt. Where it cannot, it says what
# to install by hand and ends with 2. It touches the network only when something is missing.
set -eu
packages=

say() {
  echo "$*" >&2
}

lack() { # package, reason
  say "Missing: $1 ($2)"
  packages="$packages $1"
}

has_fast_blas() {
  for library in /usr/lib/*/libblas.so.3 /usr/lib/libblas.so.3 /usr/lib64/libblas.so.3; do
    case $(readlink -f "$library") in *openblas* | *mkl* | *blis* | *atlas*) return 0 ;; esac
  done
  return 1
}

by_hand() { # why
  say "$1 Install by hand, then start again: apt-get install$packages"
  case $packages in *dotnet-sdk*) say "The .NET 10 SDK is also at https://dotnet.microsoft.com/download." ;; esac
  case $packages in *libtorch*) say "libtorch is also at https://pytorch.org; name its folder by LIBTORCH=/path." ;; esac
  exit 2
}

(cd "$(dirname "$0")/.." && dotnet --version) > /dev/null 2>&1 || lack dotnet-sdk-10.0 "builds and runs everything here"
command -v cmake > /dev/null || lack cmake "configures the native part, which calls libtorch"
command -v make > /dev/null || lack make "builds the native part"
command -v c++ > /dev/null || lack g++ "compiles the native part"
if [ -z "${LIBTORCH:-}" ]; then
  [ -e /usr/include/ATen/ATen.h ] || [ -e /usr/local/include/ATen/ATen.h ] || lack libtorch-dev "the tensor library"
  has_fast_blas || lack libopenblas0-pthread "matrix products some twenty times faster than with the plain BLAS"
fi
if [ "${DECENTRAL_TESTS:-}" = all ]; then
  [ -n "$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null)" ] || lack postgresql "keeps the journals of runs with two hubs, in tests"
fi
[ -n "$packages" ] || exit 0

command -v apt-get > /dev/null || by_hand "This system has no apt-get."
sudo=
if [ "$(id -u)" != 0 ]; then
  sudo=sudo
  command -v sudo > /dev/null || by_hand "Installing takes root's rights, and there is no sudo."
  sudo -n true 2> /dev/null || [ -t 0 ] || by_hand "Installing takes root's rights, and sudo cannot ask for a password."
fi
get() {
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >&2
}
say "Installing with apt:$packages"
get update || say "The package lists could not be refreshed; going on with those that are here."
for package in $packages; do
  apt-cache show "$package" > /dev/null 2>&1 || by_hand "apt knows no package $package here (on Ubuntu, enable universe)."
done
# shellcheck disable=SC2086 # a list of words
get install -y --no-install-recommends $packages || by_hand "apt could not install them."
