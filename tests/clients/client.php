<?php
// A client in PHP, with nothing but its streams; signs by version 1 or 2, which ONOFFICE_HMAC_VERSION names.
// Asks the onOffice at ONOFFICE_URL for everything that clients ask; ends with 1 where an answer is not believable.
// Its streams ask for no compression and cannot inflate.
declare(strict_types=1);

const ACTION = 'urn:onoffice-de-ns:smart:2.5:smartml:action:';
const OWNER = 'urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:owner';

function sign(string $verb, string $type, array $parameters, $id = ''): array
{
    [$token, $secret, $timestamp] = [getenv('ONOFFICE_TOKEN'), getenv('ONOFFICE_SECRET'), time()];
    $signed = ['actionid' => ACTION . $verb, 'identifier' => '', 'parameters' => $parameters,
        'resourceid' => $id, 'resourcetype' => $type, 'timestamp' => $timestamp];
    if (getenv('ONOFFICE_HMAC_VERSION') === '1') {
        ksort($parameters);
        $signed['parameters'] = $parameters;
        $fields = ['accesstoken' => $token, 'actionid' => ACTION . $verb, 'identifier' => '', 'resourceid' => $id,
            'secret' => $secret, 'timestamp' => $timestamp, 'type' => $type];
        ksort($fields);
        $joined = json_encode($parameters) . ',' . implode(',', $fields);
        return $signed + ['hmac' => md5($secret . md5($joined))];
    }
    $hmac = hash_hmac('sha256', $timestamp . $token . $type . ACTION . $verb, $secret, true);
    return $signed + ['hmac_version' => 2, 'hmac' => base64_encode($hmac)];
}

function post(array ...$actions): array
{
    $body = json_encode(['token' => getenv('ONOFFICE_TOKEN'), 'request' => ['actions' => $actions]]);
    $options = ['method' => 'POST', 'content' => $body, 'ignore_errors' => true,
        'header' => "Content-Type: application/json\r\nConnection: close"];
    $answer = file_get_contents(getenv('ONOFFICE_URL'), false, stream_context_create(['http' => $options]));
    return json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
}

function call(string $verb, string $type, array $parameters, $id = ''): array
{
    $result = post(sign($verb, $type, $parameters, $id))['response']['results'][0];
    if ($result['status']['errorcode'] !== 0) {
        fail("$verb $type: " . $result['status']['message']);
    }
    return $result['data'];
}

function fail(string $text): void
{
    fwrite(STDERR, $text . "\n");
    exit(1);
}

function check(string $step, bool $holds): void
{
    $holds || fail("$step: the answer is not believable");
    echo $step, "\n";
}

$listed = call('read', 'estate', ['data' => ['Id', 'kaufpreis'], 'listlimit' => 5]);
check('list', count($listed['records']) === 5 && $listed['meta']['cntabsolute'] > 5);

$pages = [];
foreach ([0, 5, 10] as $offset) {
    $page = call('read', 'estate', ['data' => ['Id'], 'listlimit' => 5, 'listoffset' => $offset]);
    array_push($pages, ...array_column($page['records'], 'id'));
}
check('page', count(array_unique($pages)) === 15);

$filter = ['kaufpreis' => [['op' => '>', 'val' => 300000]], 'status' => [['op' => '=', 'val' => 1]]];
$asked = ['data' => ['Id', 'kaufpreis'], 'filter' => $filter, 'sortby' => ['kaufpreis' => 'ASC']];
$prices = array_map(fn ($record) => (float) $record['elements']['kaufpreis'], call('read', 'estate', $asked)['records']);
$sorted = $prices;
sort($sorted);
check('filter', count($prices) > 1 && min($prices) > 300000 && $prices === $sorted);

$address = call('create', 'address', ['Vorname' => 'Jördis', 'Name' => 'Müller/Ölm 🏡'])['records'][0]['id'];
$name = call('read', 'address', ['data' => ['Name']], $address)['records'][0]['elements']['Name'];
check('create', $name === 'Müller/Ölm 🏡');

call('modify', 'estate', ['data' => ['kaufpreis' => 123458]], $pages[0]);
$changed = call('read', 'estate', ['data' => ['kaufpreis']], $pages[0])['records'][0]['elements'];
check('change', $changed['kaufpreis'] === '123458.00');

call('create', 'relation', ['relationtype' => OWNER, 'parentid' => [$pages[0]], 'childid' => [$address]]);
$linked = call('get', 'idsfromrelation', ['relationtype' => OWNER, 'parentids' => [$pages[0]]]);
check('relate', in_array((string) $address, $linked['records'][0]['elements'][$pages[0]], true));

$block = call('do', 'uploadfile', ['data' => base64_encode('Hallo')])['records'][0]['elements'];
$stored = call('do', 'uploadfile', ['module' => 'estate', 'tmpUploadId' => $block['tmpUploadId'], 'file' => 'hallo.txt',
    'title' => 'Hallo', 'Art' => 'Dokument', 'relatedRecordId' => $pages[0]]);
check('upload', $stored['records'][0]['elements']['success'] === 'success');

$refused = post(sign('read', 'estate', ['data' => ['gibtesnicht']]));
check('error', $refused['status']['code'] === 500 && $refused['response']['results'][0]['status']['errorcode'] === 141);

$several = post(sign('read', 'user', ['data' => ['Nr']]), sign('get', 'fields', ['modules' => ['estate']]));
check('batch', $several['status']['errorcode'] === 0 && count($several['response']['results']) === 2);
