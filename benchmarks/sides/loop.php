<?php
// Every estate, one page of 500 after another, a record a line: the loop that the vendor's PHP SDK leads to.
// Wants OOCLI_TOKEN, OOCLI_SECRET and the address of an api.php in OOCLI_URL.

function read_page(int $offset): array
{
    $actionId = 'urn:onoffice-de-ns:smart:2.5:smartml:action:read';
    $token = getenv('OOCLI_TOKEN');
    $now = time();
    $hmac = base64_encode(hash_hmac('sha256', $now . $token . 'estate' . $actionId, getenv('OOCLI_SECRET'), true));
    $body = json_encode(['token' => $token, 'request' => ['actions' => [[
        'actionid' => $actionId, 'identifier' => '', 'resourceid' => '', 'resourcetype' => 'estate',
        'timestamp' => $now, 'hmac_version' => 2, 'hmac' => $hmac,
        'parameters' => ['data' => ['Id'], 'listlimit' => 500, 'listoffset' => $offset],
    ]]]]);
    $context = stream_context_create(['http' => [
        'method' => 'POST', 'header' => "Content-Type: application/json\r\nConnection: close", 'content' => $body,
        'protocol_version' => 1.1,
    ]]);
    $answer = json_decode(file_get_contents(getenv('OOCLI_URL'), false, $context), true);
    return $answer['response']['results'][0]['data']['records'];
}

for ($offset = 0; $records = read_page($offset); $offset += count($records)) {
    foreach ($records as $record) {
        echo json_encode($record, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES), "\n";
    }
}
