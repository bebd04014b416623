# Seed 470. A proposal was sent, what was left of its draft was discarded, and the server was restored to a backup that
# had the draft and not the proposal. The deletion, queued before, took the restored draft with all that the proposal
# had said.
{"people":4,"devices":5,"tabs":3,"jobs":8,"desks":2,"page":6,"push":5,"shared_drafts":false}
{"runs":[[0,1],34]}
{"runs":[[0,0],4]}
{"runs":[[4,1],11]}
{"does":[[0,1],{"stars":0}]}
{"does":[[0,1],{"writes":[7,24]}]}
{"runs":[[0,1],22]}
{"runs":[[0,0],30]}
{"does":[[4,1],{"writes":[7,54]}]}
{"runs":[[4,1],16]}
{"does":[[3,1],{"reads":0}]}
{"runs":[[4,2],28]}
"backs_up"
{"does":[[4,1],{"sends":7}]}
{"wakes":[4,2]}
{"runs":[[4,2],18]}
{"wakes":[4,2]}
{"dies":[4,1]}
{"runs":[[0,1],38]}
{"runs":[[4,2],31]}
{"opens":[4,1]}
{"runs":[[4,1],2]}
{"does":[[4,1],{"discards":7}]}
"restores"
