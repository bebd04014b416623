# Seed 7. The disk was full when a pull was to be stored. The exchange ended without setting a timer: when there was room
# again, what was queued waited until its person did something.
{"people":2,"devices":5,"tabs":1,"jobs":12,"desks":1,"page":6,"push":10,"shared_drafts":true}
{"runs":[[2,0],23]}
{"does":[[2,0],{"writes":[5,363]}]}
{"does":[[2,0],{"unstars":6}]}
{"does":[[2,0],{"writes":[2,397]}]}
{"opens":[0,0]}
{"does":[[4,0],{"sends":5}]}
{"runs":[[2,0],16]}
{"fills":2}
{"runs":[[2,0],31]}
