# Seed 3. Something was typed, and not saved yet, when a pull brought what another device had written in the same
# draft. The save put the typed text over it while the share said that it was known: it passed for an answer to it.
{"people":2,"devices":5,"tabs":1,"jobs":15,"desks":3,"page":4,"push":8,"shared_drafts":false}
{"runs":[[0,0],24]}
{"runs":[[2,0],8]}
{"does":[[2,0],{"stars":12}]}
{"does":[[0,0],{"writes":[8,479]}]}
{"does":[[0,0],{"unstars":11}]}
{"hides":[0,0]}
{"does":[[2,0],{"writes":[8,536]}]}
{"runs":[[0,0],35]}
{"runs":[[2,0],38]}
