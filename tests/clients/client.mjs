// A client in JavaScript, with nothing but Node: fetch and HMAC-SHA256 (version 2 of the signature).
// Asks the onOffice at ONOFFICE_URL for everything that clients ask; ends with 1 where an answer is not believable.
import { createHmac } from 'node:crypto';

const { ONOFFICE_URL: url, ONOFFICE_TOKEN: token, ONOFFICE_SECRET: secret } = process.env;
const ACTION = 'urn:onoffice-de-ns:smart:2.5:smartml:action:';
const OWNER = 'urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:owner';

function sign(verb, resourcetype, parameters, resourceid = '') {
  const timestamp = Math.floor(Date.now() / 1000);
  const actionid = ACTION + verb;
  const hmac = createHmac('sha256', secret).update(timestamp + token + resourcetype + actionid).digest('base64');
  return { actionid, resourceid, resourcetype, identifier: '', timestamp, hmac_version: 2, hmac, parameters };
}

async function send(...actions) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, request: { actions } }),
  });
  return answer.json();
}

async function call(verb, resourcetype, parameters, resourceid) {
  const { response } = await send(sign(verb, resourcetype, parameters, resourceid));
  const [result] = response.results;
  if (result.status.errorcode) throw new Error(`${verb} ${resourcetype}: ${result.status.message}`);
  return result.data;
}

function check(step, holds) {
  if (!holds) throw new Error(`${step}: the answer is not believable`);
  console.log(step);
}

const listed = await call('read', 'estate', { data: ['Id', 'kaufpreis'], listlimit: 5 });
check('list', listed.records.length === 5 && listed.meta.cntabsolute > 5);

const pages = [];
for (let offset = 0; offset < 15; offset += 5) {
  const page = await call('read', 'estate', { data: ['Id'], listlimit: 5, listoffset: offset });
  pages.push(...page.records.map((record) => record.id));
}
check('page', new Set(pages).size === 15);

const filter = { kaufpreis: [{ op: '>', val: 300000 }], status: [{ op: '=', val: 1 }] };
const found = await call('read', 'estate', { data: ['Id', 'kaufpreis'], filter, sortby: { kaufpreis: 'ASC' } });
const prices = found.records.map((record) => Number(record.elements.kaufpreis));
check('filter', prices.length > 1 && prices.every((price, at) => price > 300000 && price >= (prices[at - 1] ?? 0)));

const created = await call('create', 'address', { Vorname: 'Jördis', Name: 'Müller-Ölm 🏡', email: 'j@beispiel.example' });
const address = created.records[0].id;
const read = await call('read', 'address', { data: ['Name', 'Email'] }, address);
check('create', read.records[0].elements.Name === 'Müller-Ölm 🏡');

await call('modify', 'estate', { data: { kaufpreis: 123456 } }, pages[0]);
const changed = await call('read', 'estate', { data: ['kaufpreis'] }, pages[0]);
check('change', changed.records[0].elements.kaufpreis === '123456.00');

await call('create', 'relation', { relationtype: OWNER, parentid: [pages[0]], childid: [address] });
const linked = await call('get', 'idsfromrelation', { relationtype: OWNER, parentids: [pages[0]] });
check('relate', linked.records[0].elements[pages[0]].includes(String(address)));

const block = await call('do', 'uploadfile', { data: Buffer.from('Hallo').toString('base64') });
const { tmpUploadId } = block.records[0].elements;
const file = { module: 'estate', tmpUploadId, file: 'hallo.txt', title: 'Hallo', Art: 'Dokument', relatedRecordId: pages[0] };
const stored = await call('do', 'uploadfile', file);
check('upload', stored.records[0].elements.success === 'success');

const refused = await send(sign('read', 'estate', { data: ['gibtesnicht'] }));
check('error', refused.status.code === 500 && refused.response.results[0].status.errorcode === 141);

const several = await send(sign('read', 'user', { data: ['Nr'] }), sign('get', 'fields', { modules: ['estate'] }));
check('batch', several.status.errorcode === 0 && several.response.results.length === 2);
