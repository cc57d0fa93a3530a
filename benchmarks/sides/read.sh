#!/bin/sh
# One signed read of 20 estates with curl, openssl and jq, a record a line: what people write before oocli.
# Wants OOCLI_TOKEN, OOCLI_SECRET and the address of an api.php in OOCLI_URL.
set -eu
now=$(date +%s)
action=urn:onoffice-de-ns:smart:2.5:smartml:action:read
hmac=$(printf '%s%sestate%s' "$now" "$OOCLI_TOKEN" "$action" \
  | openssl dgst -sha256 -hmac "$OOCLI_SECRET" -binary | openssl base64 -A)
jq -n --arg token "$OOCLI_TOKEN" --arg hmac "$hmac" --arg action "$action" --argjson now "$now" '{
    token: $token,
    request: {actions: [{
      actionid: $action, resourceid: "", identifier: "", resourcetype: "estate",
      timestamp: $now, hmac_version: 2, hmac: $hmac,
      parameters: {data: ["Id", "objekttitel", "kaufpreis"], listlimit: 20}
    }]}
  }' \
  | curl -sS --fail ${CURL_CA_BUNDLE:+--cacert "$CURL_CA_BUNDLE"} \
      -H 'Content-Type: application/json' --data-binary @- "$OOCLI_URL" \
  | jq -c '.response.results[0].data.records[]'
