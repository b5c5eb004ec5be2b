# Sourced by ./decentral and ./test, which set $root. Everything that a person should read goes to standard error, so that
# standard output belongs to the program alone.
stamp=$root/artifacts/built
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

say() {
  echo "$*" >&2
}

# Whether the program was built after the last change of its sources, against the libtorch that is asked for. A folder's
# time tells of files that were added or removed in it.
is_built() {
  command -v dotnet > /dev/null && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "LIBTORCH=${LIBTORCH:-}" ] &&
    [ -z "$(find "$root/src" "$root/Directory.Build.props" "$root/Directory.Packages.props" "$root/global.json" \
      -newer "$stamp" -print -quit)" ]
}

# Installs what is missing and builds $1, a project or the solution, in Release. Of several starts at one time one builds
# and the others wait. The stamp is as old as the start of the build, so that a change during the build is not missed.
build() {
  mkdir -p "$root/artifacts"
  exec 9> "$root/artifacts/build.lock"
  flock --nonblock 9 || { say "Another start is building; waiting for it ..."; flock 9; }
  if [ "$1" = Decentral.sln ] || ! is_built; then
    "$root/deploy/install.sh" 9>&- || exit
    say "Building $1 (Release) ..."
    echo "LIBTORCH=${LIBTORCH:-}" > "$stamp.new"
    # The build servers would outlive this script and keep its standard output and its lock open.
    (cd "$root" && dotnet build "$1" -c Release --disable-build-servers -v quiet) >&2 < /dev/null 9>&- ||
      { say "The build failed; the errors are above."; exit 1; }
    mv "$stamp.new" "$stamp"
  fi
  exec 9>&-
}
