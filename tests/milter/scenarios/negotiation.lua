-- what is asked for: the least, with leading blanks and silent steps
dofile(here .. "/lib.lua")
local c = open()
for name, action in pairs({ADDHDRS = SMFIF_ADDHDRS, CHGHDRS = SMFIF_CHGHDRS, DELRCPT = SMFIF_DELRCPT, CHGBODY = SMFIF_CHGBODY}) do
  if not mt.test_action(c, action) then fail(name .. " not asked for") end
end
for name, action in pairs({ADDRCPT = SMFIF_ADDRCPT, CHGFROM = SMFIF_CHGFROM, QUARANTINE = SMFIF_QUARANTINE}) do
  if action and mt.test_action(c, action) then fail(name .. " asked for and not needed") end
end
for name, step in pairs({LEADSPC = SMFIP_HDR_LEADSPC, NR_HDR = SMFIP_NR_HDR}) do
  if step and not mt.test_option(c, step) then fail(name .. " not agreed on") end
end
mt.disconnect(c)
