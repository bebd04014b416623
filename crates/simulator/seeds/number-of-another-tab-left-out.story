# Seed 1. A tab that shared drafts knew its own numbers 1 and 3, and not 2, which another tab had just queued. It
# pushed 1 and 3; the server had then judged up to 3, and 2 left its outbox without ever having been sent.
{"people":4,"devices":5,"tabs":2,"jobs":6,"desks":3,"page":6,"push":9,"shared_drafts":false}
{"runs":[[2,0],9]}
{"does":[[2,0],{"writes":[0,444]}]}
{"does":[[2,0],{"writes":[4,446]}]}
{"runs":[[2,0],22]}
{"runs":[[4,1],2]}
{"runs":[[2,1],4]}
{"does":[[2,0],{"unstars":5}]}
