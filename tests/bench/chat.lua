-- wrk: customers of the example shop. Every fifth message opens a
-- conversation, the others go on in one that the daemon named before.
local messages = {
  "dove il mio paco? nn è arrivato", "quanto costa la spedizione",
  "entro quanti giorni posso fare il reso", "accettate paypal",
  "vorrei la fattura con partita iva", "orari del negozio di bologna",
  "where is my parcel", "how do I return a pair of shoes",
  "can I pay with klarna", "do you ship to switzerland",
  "come lavo la borsa in pelle", "ho dimenticato la password",
}
local known, count = {}, 0
wrk.method = "POST"
wrk.path = "/v1/chat"
wrk.headers["Content-Type"] = "application/json"

request = function()
  count = count + 1
  local text = messages[count % #messages + 1]
  local id = known[count % 97 + 1]
  if id == nil or count % 5 == 0 then
    return wrk.format(nil, nil, nil, '{"message":"' .. text .. '"}')
  end
  return wrk.format(nil, nil, nil, '{"message":"' .. text ..
    '","conversation":"' .. id .. '"}')
end

response = function(status, headers, body)
  if status == 200 then
    known[count % 97 + 1] = string.match(body, '"conversation":"([^"]+)"')
  end
end

done = function(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect +
    summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %.0f %.3f %.3f %d\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
