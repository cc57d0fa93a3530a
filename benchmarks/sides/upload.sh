#!/bin/sh
# One picture after another with curl: upload.sh URL FOLDER. The bodies are made before (upload_bodies.py), so
# that only curl and jq are measured. FOLDER/*.data is what is uploaded, FOLDER/*.link what links it.
set -eu
url=$1
for data in "$2"/*.data; do
    id=$(curl -sS --fail -H 'Content-Type: application/json' --data-binary "@$data" "$url" |
        jq -r '.response.results[0].data.records[0].elements.tmpUploadId')
    sed "s/@upload@/$id/" "${data%.data}.link" |
        curl -sS --fail -H 'Content-Type: application/json' --data-binary @- "$url" > /dev/null
done
