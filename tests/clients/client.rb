# A client in Ruby, with nothing but its standard library: Net::HTTP and OpenSSL (version 2 of the signature).
# Asks the onOffice at ONOFFICE_URL for everything that clients ask; ends with 1 where an answer is not believable.
require 'base64'
require 'json'
require 'net/http'
require 'openssl'

URL = URI(ENV.fetch('ONOFFICE_URL'))
TOKEN = ENV.fetch('ONOFFICE_TOKEN')
SECRET = ENV.fetch('ONOFFICE_SECRET')
ACTION = 'urn:onoffice-de-ns:smart:2.5:smartml:action:'
OWNER = 'urn:onoffice-de-ns:smart:2.5:relationTypes:estate:address:owner'

def sign(verb, type, parameters, id = '')
  timestamp = Time.now.to_i
  message = "#{timestamp}#{TOKEN}#{type}#{ACTION}#{verb}"
  hmac = Base64.strict_encode64(OpenSSL::HMAC.digest('SHA256', SECRET, message))
  { actionid: ACTION + verb, resourceid: id, resourcetype: type, identifier: '', timestamp: timestamp,
    hmac_version: '2', hmac: hmac, parameters: parameters }
end

def post(*actions)
  body = JSON.generate(token: TOKEN, request: { actions: actions })
  answer = Net::HTTP.post(URL, body, 'Content-Type' => 'application/json')
  JSON.parse(answer.body)
end

def call(verb, type, parameters, id = '')
  result = post(sign(verb, type, parameters, id))['response']['results'][0]
  abort("#{verb} #{type}: #{result['status']['message']}") unless result['status']['errorcode'].zero?
  result['data']
end

def check(step, holds)
  abort("#{step}: the answer is not believable") unless holds
  puts step
end

listed = call('read', 'estate', { data: %w[Id kaufpreis], listlimit: 5 })
check('list', listed['records'].size == 5 && listed['meta']['cntabsolute'] > 5)

pages = [0, 5, 10].flat_map do |offset|
  call('read', 'estate', { data: ['Id'], listlimit: 5, listoffset: offset })['records'].map { |record| record['id'] }
end
check('page', pages.uniq.size == 15)

filter = { kaufpreis: [{ op: '>', val: 300_000 }], status: [{ op: '=', val: 1 }] }
found = call('read', 'estate', { data: %w[Id kaufpreis], filter: filter, sortby: { kaufpreis: 'ASC' } })
prices = found['records'].map { |record| record['elements']['kaufpreis'].to_f }
check('filter', prices.size > 1 && prices.min > 300_000 && prices == prices.sort)

address = call('create', 'address', { Vorname: 'Jördis', Name: 'Müller-Ölm 🏡' })['records'][0]['id']
name = call('read', 'address', { data: ['Name'] }, address)['records'][0]['elements']['Name']
check('create', name == 'Müller-Ölm 🏡')

call('modify', 'estate', { data: { kaufpreis: 123_457 } }, pages[0])
changed = call('read', 'estate', { data: ['kaufpreis'] }, pages[0])['records'][0]['elements']
check('change', changed['kaufpreis'] == '123457.00')

call('create', 'relation', { relationtype: OWNER, parentid: [pages[0]], childid: [address] })
linked = call('get', 'idsfromrelation', { relationtype: OWNER, parentids: [pages[0]] })
check('relate', linked['records'][0]['elements'][pages[0].to_s].include?(address.to_s))

block = call('do', 'uploadfile', { data: Base64.strict_encode64('Hallo') })['records'][0]['elements']
stored = call('do', 'uploadfile', { module: 'estate', tmpUploadId: block['tmpUploadId'], file: 'hallo.txt',
                                    title: 'Hallo', Art: 'Dokument', relatedRecordId: pages[0] })
check('upload', stored['records'][0]['elements']['success'] == 'success')

refused = post(sign('read', 'estate', { data: ['gibtesnicht'] }))
check('error', refused['status']['code'] == 500 && refused['response']['results'][0]['status']['errorcode'] == 141)

several = post(sign('read', 'user', { data: ['Nr'] }), sign('get', 'fields', { modules: ['estate'] }))
check('batch', several['status']['errorcode'].zero? && several['response']['results'].size == 2)
