# Sourced on the machine with the GPU: unpacks what `pack` made, once, below $VISIT_ROOT (/tmp), and tells `visit` where it is.
PACK=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd) VISIT_ROOT=${VISIT_ROOT:-/tmp/visit}
unpack() {
    [ -e "$2/.done" ] && return
    mkdir -p "$2"
    tar -xJf "$1" -C "$2" 2>/dev/null ||
        python3 -c 'import sys, tarfile; tarfile.open(sys.argv[1]).extractall(sys.argv[2])' "$1" "$2" || return
    touch "$2/.done"
}
unpack "$PACK/dotnet.tar.xz" "$VISIT_ROOT/dotnet" && unpack "$PACK/programs.tar.xz" "$VISIT_ROOT/programs" ||
    echo "env.sh: $PACK cannot be unpacked into $VISIT_ROOT." >&2
export PACK VISIT_ROOT OUT=${OUT:-$VISIT_ROOT/out} COMMIT=$(cat "$PACK/commit")
export DOTNET_ROOT=$VISIT_ROOT/dotnet PATH=$VISIT_ROOT/dotnet:$PATH LD_LIBRARY_PATH=${LD_LIBRARY_PATH:-}:/usr/local/nvidia/lib64
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 PYTHONUNBUFFERED=1
