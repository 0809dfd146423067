#!/usr/bin/env bash
# Fetches all packages. Installs what some tests need, as far as the image's system has it: without it these tests skip and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

as_root apt-get update -qq || echo "no list of packages can be fetched"
# Debian has both; Ubuntu does not have the browser.
for package in chromium-headless-shell python3-torch; do
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package" >/dev/null \
    || echo "$package cannot be installed: tests that need it will skip"
done

dotnet restore Makemore.sln --locked-mode
dotnet restore src/Playground --locked-mode
