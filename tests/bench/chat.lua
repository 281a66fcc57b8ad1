-- wrk: customers of the example shop, as many at a time as there are
-- connections. A conversation has five messages in one language, one after
-- the other; its id comes from the daemon. No two messages of a conversation
-- are under way at the same time: a customer waits for the answer.
local messages = {
  { "dove il mio paco? nn è arrivato", "quanto costa la spedizione",
    "entro quanti giorni posso fare il reso", "accettate paypal",
    "vorrei la fattura con partita iva", "orari del negozio di bologna",
    "come lavo la borsa in pelle", "ho dimenticato la password" },
  { "where is my parcel", "how do I return a pair of shoes",
    "can I pay with klarna", "do you ship to switzerland" },
}
local turns_of_a_conversation = 5
local free = {}     -- conversations whose customer got an answer
local begun = 0
local sent = 0
wrk.method = "POST"
wrk.path = "/v1/chat"
wrk.headers["Content-Type"] = "application/json"

request = function()
  sent = sent + 1
  local last = #free
  local known = free[last]
  if known == nil then
    begun = begun + 1
    local texts = messages[begun % 3 == 0 and 2 or 1]
    return wrk.format(nil, nil, nil,
      '{"message":"' .. texts[begun % #texts + 1] .. '"}')
  end
  free[last] = nil
  local texts = messages[known.language == "en" and 2 or 1]
  return wrk.format(nil, nil, nil, '{"message":"' ..
    texts[sent % #texts + 1] .. '","conversation":"' .. known.id .. '"}')
end

-- How many messages a conversation had is told by the number of the last.
response = function(status, headers, body)
  if status ~= 200 then return end
  local id, language, number = string.match(body,
    '^{"conversation":"([^"]+)".-"language":"(%a+)".-"message_seq":(%d+)')
  if id and tonumber(number) < 2 * turns_of_a_conversation then
    free[#free + 1] = { id = id, language = language }
  end
end

done = function(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect +
    summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %.0f %.3f %.3f %d\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
