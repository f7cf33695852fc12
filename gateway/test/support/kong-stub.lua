-- As much of Kong's plugin kit as gateway/lua uses, for LuaJIT: reads a list of cases as JSON, runs one of the Lua files on each in a
-- request of its own, and writes what became of it as a list in JSON. Arguments: file. Needs Debian's luajit and lua-cjson.
local cjson = require("cjson")
local run = assert(loadfile(arg[1]))

local function base64(text)
  local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
  text = text:gsub("-", "+"):gsub("_", "/"):gsub("=+$", "")
  if #text % 4 == 1 then return nil end
  local bits, count, bytes = 0, 0, {}
  for char in text:gmatch(".") do
    local value = alphabet:find(char, 1, true)
    if not value then return nil end
    bits, count = bits * 64 + value - 1, count + 6
    if count >= 8 then
      count = count - 8
      bytes[#bytes + 1] = string.char(math.floor(bits / 2 ^ count))
      bits = bits % 2 ^ count
    end
  end
  return table.concat(bytes)
end

-- What the parser of the jwt plugin does, its throwing at a header that is no table included.
package.preload["kong.plugins.jwt.jwt_parser"] = function()
  local known = { HS256 = true, HS384 = true, HS512 = true, RS256 = true, RS384 = true, RS512 = true, ES256 = true,
    ES384 = true, ES512 = true, PS256 = true, PS384 = true, PS512 = true, EdDSA = true }
  return {
    new = function(_, token)
      local parts = {}
      for part in token:gmatch("[^.]+") do parts[#parts + 1] = part end
      local ok, header, claims = pcall(function()
        return cjson.decode(base64(parts[1])), cjson.decode(base64(parts[2]))
      end)
      if not ok then return nil, "invalid JSON" end
      local alg = header.alg
      if type(alg) ~= "string" or not known[alg] then return nil, "invalid alg" end
      if not base64(parts[3]) then return nil, "invalid signature" end
      return { header = header, claims = claims }
    end,
  }
end

-- Headers as Kong has them: any case, and "_" read as "-" only where a header is looked for.
local function headers(list)
  local held = {}
  for name, value in pairs(list or {}) do held[name:lower()] = value end
  return held, function(name) return held[name:lower()] end, function(name, value) held[name:lower()] = value end
end

local done = {}

local function answer(case)
  local request, get, set = headers(case.headers)
  local response, get_sent, set_sent = headers(case.answer)
  local out = { status = case.status }
  kong = {
    ctx = { shared = { problem = case.problem } },
    router = { get_route = function() return case.route and { name = case.route } end },
    request = {
      get_header = get,
      get_method = function() return case.method or "GET" end,
      get_path = function() return case.path end,
      get_id = function() return "kong-id" end,
    },
    service = {
      request = { clear_header = function(name) set(name, nil) end, set_header = set },
      response = { get_status = function() return case.service_status end },
    },
    response = {
      get_status = function() return case.status end,
      get_source = function() return case.source or "exit" end,
      set_status = function(status) out.status = status end,
      get_header = get_sent,
      set_header = set_sent,
      clear_header = function(name) set_sent(name, nil) end,
      get_raw_body = function() return case.body end,
      set_raw_body = function(body) out.body = body end,
      exit = function(status, body, more)
        for name, value in pairs(more or {}) do set_sent(name, value) end
        out.status, out.message = status, body.message
        error(done)
      end,
    },
  }
  local ok, fault = pcall(run)
  if not ok and fault ~= done then error(fault) end
  out.request, out.response, out.problem = request, response, kong.ctx.shared.problem
  return out
end

local results = {}
for index, case in ipairs(cjson.decode(io.read("*a"))) do results[index] = answer(case) end
io.write(cjson.encode(results))
