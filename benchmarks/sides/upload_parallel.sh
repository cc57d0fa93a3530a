#!/bin/sh
# The same with curl --parallel, four requests at once: first all uploads, then all links; upload_parallel.sh URL
# FOLDER. The order of a record's files is not kept.
set -eu
url=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
configure() { # SUFFIX FOLDER: a curl configuration that posts every file of that suffix
    for body in "$2"/*."$1"; do
        name=${body##*/}
        name=${name%."$1"}
        printf 'next\nurl = "%s"\nheader = "Content-Type: application/json"\ndata-binary = "@%s"\noutput = "%s"\n' \
            "$url" "$body" "$work/$name.$1.json"
    done | sed 1d
}
configure data "$2" > "$work/upload.conf"
curl -sS --no-progress-meter --fail --parallel --parallel-max 4 --config "$work/upload.conf"
jq -r '[input_filename, .response.results[0].data.records[0].elements.tmpUploadId] | @tsv' "$work"/*.data.json |
    while IFS="$(printf '\t')" read -r answer id; do
        name=${answer##*/}
        name=${name%.data.json}
        sed "s/@upload@/$id/" "$2/$name.link" > "$work/$name.linked"
    done
configure linked "$work" > "$work/link.conf"
curl -sS --no-progress-meter --fail --parallel --parallel-max 4 --config "$work/link.conf"
