#!/bin/sh
# A client in sh, with curl and openssl (version 2 of the signature). It looks into answers with grep, as scripts do.
# Asks the onOffice at ONOFFICE_URL for everything that clients ask; ends with 1 where an answer is not believable.
set -eu

ACTION=urn:onoffice-de-ns:smart:2.5:smartml:action:
OWNER=urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:owner

ask() { # VERB TYPE PARAMETERS [ID]: the answer
    now=$(date +%s)
    hmac=$(printf '%s' "$now$ONOFFICE_TOKEN$2$ACTION$1" | openssl dgst -sha256 -hmac "$ONOFFICE_SECRET" -binary | base64)
    curl --silent --show-error "$ONOFFICE_URL" --data-raw '{"token": "'"$ONOFFICE_TOKEN"'", "request": {"actions": [
      {"actionid": "'"$ACTION$1"'", "resourcetype": "'"$2"'", "resourceid": "'"${4:-}"'", "identifier": "",
       "timestamp": '"$now"', "hmac": "'"$hmac"'", "hmac_version": "2", "parameters": '"$3"'}]}}'
}

check() { # STEP PATTERN ANSWER
    printf '%s' "$3" | grep -q "$2" || { echo "$1: the answer is not believable: $3" >&2; exit 1; }
    echo "$1"
}

number() { # ANSWER: the number of its first record
    printf '%s' "$1" | sed 's/.*"records":\[{"id":"\{0,1\}\([0-9]*\).*/\1/'
}

check list '"records":\[{"id":11,.*{"id":13,' "$(ask read estate '{"data": ["Id", "kaufpreis"], "listlimit": 5}')"
check page '"records":\[{"id":21,' "$(ask read estate '{"data": ["Id"], "listlimit": 5, "listoffset": 5}')"
check filter '"ort":"Aachen"' "$(ask read estate '{"data": ["ort"], "filter": {"ort": [{"op": "=", "val": "Aachen"}]}}')"

address=$(number "$(ask create address '{"Vorname": "Jördis", "Name": "Müller-Ölm"}')")
check create 'M\\u00fcller-\\u00d6lm' "$(ask read address '{"data": ["Name"]}' "$address")"

ask modify estate '{"data": {"kaufpreis": 123459}}' 11 > /dev/null
check change '"kaufpreis":"123459.00"' "$(ask read estate '{"data": ["kaufpreis"]}' 11)"

ask create relation '{"relationtype": "'$OWNER'", "parentid": [11], "childid": ['"$address"']}' > /dev/null
check relate "\"$address\"" "$(ask get idsfromrelation '{"relationtype": "'$OWNER'", "parentids": [11]}')"

block=$(ask do uploadfile '{"data": "'"$(printf Hallo | base64)"'"}' | sed 's/.*"tmpUploadId":"\([^"]*\)".*/\1/')
check upload '"success":"success"' "$(ask do uploadfile '{"module": "estate", "tmpUploadId": "'"$block"'",
    "file": "hallo.txt", "title": "Hallo", "Art": "Dokument", "relatedRecordId": 11}')"

check error '"errorcode":141' "$(ask read estate '{"data": ["gibtesnicht"]}')"
