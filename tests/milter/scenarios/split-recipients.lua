-- different decisions: the blocked copies are kept, their recipients deleted, the rest delivered
dofile(here .. "/lib.lua")
local c = open()
message(c, "t.f-macro@example.org", {"fine@council.example", "refused@council.example", "kept@council.example"})
want(c, SMFIR_CONTINUE, "verdict")
if not mt.eom_check(c, MT_RCPTDELETE, "<refused@council.example>") then fail("refused@ not deleted") end
if not mt.eom_check(c, MT_RCPTDELETE, "<kept@council.example>") then fail("kept@ not deleted") end
if mt.eom_check(c, MT_RCPTDELETE, "<fine@council.example>") then fail("fine@ deleted") end
mt.disconnect(c, true)
must_have('"verdict":"split"', '"recipients":["<kept@council.example>"],"not_told":false',
  '"recipients":["<refused@council.example>"],"not_told":true')
must_have('"amend":"heard"')
