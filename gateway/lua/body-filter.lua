-- The body of a problem: the same rows and the same text as src/problems.ts.
local status = kong.ctx.shared.problem
if not status or not kong.response.get_raw_body() then return end
local problems = {
  [400] = { "validation", "Request is not valid", "The gateway cannot parse this request." },
  [401] = { "unauthorized", "Authentication is needed", "The access token is missing, malformed or expired." },
  [404] = { "not-found", "Not found", "No route has this path." },
  [405] = { "method-not-allowed", "Method not allowed", "The gateway takes no request with this method." },
  [413] = { "payload-too-large", "Payload too large", "The body is larger than 256 KiB." },
  [429] = { "rate-limited", "Too many requests", "The requests of this minute are used up; Retry-After says how many seconds to wait." },
  [500] = { "internal", "Internal error", "Something went wrong in the gateway." },
  [502] = { "bad-gateway", "Bad gateway", "The service broke off before it answered; the request may have been carried out." },
  [503] = { "unavailable", "Temporarily unavailable", "No instance of the service is ready; Retry-After says how many seconds to wait." },
  [504] = { "gateway-timeout", "Gateway timeout", "The service did not answer in time; the request may have been carried out." },
}
local function json(s)
  return (tostring(s or ""):gsub('[%c"\\\127-\255]', function(c) return string.format("\\u%04x", c:byte()) end))
end
local sent = kong.request.get_header("traceparent") or ""
local version, trace, span, tail =
  sent:match("^([0-9a-f][0-9a-f])%-([0-9a-f]+)%-([0-9a-f]+)%-[0-9a-f][0-9a-f](.*)$")
local valid = version and version ~= "ff" and #trace == 32 and #span == 16
  and trace:find("[^0]") and span:find("[^0]")
  and (tail == "" or version ~= "00" and tail:sub(1, 1) == "-")
if not valid then
  trace = kong.response.get_header("X-Request-Id") or kong.request.get_id()
end
local problem = problems[status] or problems[status < 500 and 400 or 500]
local errors = problem == problems[400] and ',"errors":[{"pointer":"","detail":"' .. problem[3] .. '"}]' or ""
kong.response.set_raw_body(string.format(
  '{"type":"/problems/%s","title":"%s","status":%d,"detail":"%s","instance":"%s","traceId":"%s"%s}',
  problem[1], problem[2], status, problem[3], json(kong.request.get_path()), json(trace), errors))
