# Seed 1, found in 5 devices x 200 actions. A device whose outbox was empty heard of a restored server by a
# pull; its next command had a number that the restored server took for a gap, and was refused for ever.
{"people":4,"devices":5,"tabs":2,"jobs":6,"desks":3,"page":6,"push":9,"shared_drafts":false}
{"opens":[1,1]}
{"runs":[[1,1],4]}
"backs_up"
{"does":[[1,1],{"unstars":5}]}
{"runs":[[1,1],33]}
"restores"
{"runs":[[1,0],39]}
{"does":[[1,0],{"unstars":5}]}
