#!/bin/sh
# Lock every dependency, with hashes, for each Python and system at once; arguments go to uv (--upgrade).
set -eu
cd "$(dirname "$0")/.."

compile() {
    .venv/bin/uv pip compile --quiet --no-header --universal --python-version 3.11 --generate-hashes pyproject.toml "$@"
}

compile --output-file requirements.txt "$@"
# The same versions, and what the checks need.
compile --group dev --constraint requirements.txt --output-file requirements-dev.txt "$@"
