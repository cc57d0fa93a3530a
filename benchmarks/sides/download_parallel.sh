#!/bin/sh
# The same with curl --parallel, four requests at once: first all answers, then the pictures out of them;
# download_parallel.sh URL FOLDER TARGET.
set -eu
url=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$3"
for body in "$2"/*.get; do
    name=${body##*/}
    printf 'next\nurl = "%s"\nheader = "Content-Type: application/json"\ndata-binary = "@%s"\noutput = "%s"\n' \
        "$url" "$body" "$work/${name%.get}.json"
done | sed 1d > "$work/download.conf"
curl -sS --no-progress-meter --fail --parallel --parallel-max 4 --config "$work/download.conf"
for answer in "$work"/*.json; do
    name=${answer##*/}
    jq -r '.response.results[0].data.records[0].elements.content' "$answer" | base64 -d > "$3/${name%.json}.jpg"
done
