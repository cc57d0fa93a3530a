#!/bin/sh
# One picture after another with curl: download.sh URL FOLDER TARGET. The bodies are made before, so that only
# curl, jq and base64 are measured; nobody has to list the files. FOLDER/*.get asks for one each.
set -eu
mkdir -p "$3"
for body in "$2"/*.get; do
    name=${body##*/}
    curl -sS --fail -H 'Content-Type: application/json' --data-binary "@$body" "$1" |
        jq -r '.response.results[0].data.records[0].elements.content' | base64 -d > "$3/${name%.get}.jpg"
done
