-- What the gateway answers by itself becomes a problem (RFC 9457): its status and headers here, its body in body-filter.lua.
-- Twin of src/problems.ts.
local status = kong.response.get_status()
local sent_by_service = kong.response.get_source() == "service" and kong.service.response.get_status() ~= nil
if status < 400 or sent_by_service then return end
if status == 417 then status = 413; kong.response.set_status(413) end
kong.ctx.shared.problem = status
if status == 503 and not kong.response.get_header("Retry-After") then
  kong.response.set_header("Retry-After", "5")
end
kong.response.set_header("Content-Type", "application/problem+json")
kong.response.clear_header("Content-Length")
