# Seed 206. A draft was thrown away and begun anew with the same id; its revision counted from 1 again, and a device
# that threw away the first one threw away the second.
{"people":2,"devices":5,"tabs":2,"jobs":12,"desks":2,"page":1,"push":8,"shared_drafts":false}
{"runs":[[2,1],3]}
{"does":[[2,1],{"writes":[11,42]}]}
{"runs":[[4,0],12]}
{"runs":[[2,1],19]}
{"runs":[[2,0],30]}
{"runs":[[0,0],12]}
{"runs":[[4,1],13]}
{"runs":[[0,0],14]}
{"runs":[[0,1],22]}
{"does":[[4,1],{"discards":11}]}
{"does":[[4,1],{"writes":[11,535]}]}
{"does":[[0,1],{"discards":11}]}
{"does":[[0,0],{"unstars":2}]}
{"does":[[0,1],{"stars":9}]}
