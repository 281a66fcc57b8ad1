-- wrk: a body of the size of a chat message, sent to a bare echo.
wrk.method = "POST"
wrk.path = "/echo"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"message":"dove il mio paco? non è arrivato","conversation":"AAAAAAAAAAAAAAAAAAAAAA"}'

done = function(summary, latency, requests)
  local bad = summary.errors.status + summary.errors.connect +
    summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("RESULT %.0f %.3f %.3f %d\n",
    summary.requests / (summary.duration / 1e6),
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, bad))
end
