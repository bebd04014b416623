# Seed 36. A proposal was refused by the same pull that said that its draft was thrown away on another device: the
# draft went, and nobody was told of the refusal.
{"people":4,"devices":5,"tabs":1,"jobs":7,"desks":3,"page":5,"push":8,"shared_drafts":false}
{"runs":[[4,0],2]}
{"does":[[4,0],{"writes":[1,258]}]}
{"runs":[[0,0],16]}
{"does":[[0,0],{"writes":[1,284]}]}
{"runs":[[0,0],34]}
{"does":[[4,0],{"sends":1}]}
{"wakes":[0,0]}
{"runs":[[0,0],9]}
{"runs":[[4,0],28]}
{"does":[[4,0],{"discards":1}]}
{"does":[[0,0],{"sends":1}]}
