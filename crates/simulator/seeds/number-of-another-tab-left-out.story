# Seed 1 broke ExactlyOnce. (Say here what it found.)
{"people":4,"devices":5,"tabs":2,"jobs":6,"desks":3,"page":6,"push":9,"shared_drafts":false}
{"runs":[[2,0],9]}
{"does":[[2,0],{"writes":[0,444]}]}
{"does":[[2,0],{"writes":[4,446]}]}
{"runs":[[2,0],22]}
{"runs":[[4,1],2]}
{"runs":[[2,1],4]}
{"does":[[2,0],{"unstars":5}]}
