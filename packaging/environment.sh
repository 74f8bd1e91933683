#!/bin/sh
# Make .venv with the locked dependencies, or bring it up to date.
set -eu
cd "$(dirname "$0")/.."

find_python() {
    for candidate in ${PYTHON3:-} python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
}

python=$(find_python)
if [ -z "$python" ]; then
    echo "ClientSafe needs Python 3.11 or newer, and no python3 here is. (PYTHON3=/path/to/python names another one.)" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "This Python has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2
    exit 1
fi

here=$(pwd -P)
if [ "$(cat .venv/.ready 2>/dev/null)" != "$here" ] || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    echo "Making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
fi
echo "Installing the locked dependencies into .venv (about 600 MB; a few minutes the first time)"
.venv/bin/python -m pip --disable-pip-version-check install --quiet --require-hashes --requirement requirements-dev.txt
.venv/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --no-build-isolation --editable .
# Compiled now, so that the first start is as quick as the next. An edited file is compiled again when it is loaded.
.venv/bin/python -m compileall -q app storage ui
echo "$here" >.venv/.ready
