# Seed 38. A server of a newer form was put up and taken back again. The app, told that it was outdated, had set no timer:
# what was queued waited until its person did something.
{"people":2,"devices":5,"tabs":1,"jobs":13,"desks":3,"page":2,"push":8,"shared_drafts":false}
{"runs":[[3,0],28]}
{"form":2}
{"does":[[3,0],{"unstars":5}]}
{"runs":[[3,0],24]}
