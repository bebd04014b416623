# Seed 10836. The disk was full when a pull brought a refusal, so memory had it and the disk had not. The
# person wrote on in the returned draft, the disk had room again, and the second answer to the same command
# found no draft that was "being sent": the refusal was not stored.
{"people":4,"devices":5,"tabs":1,"jobs":7,"desks":3,"page":2,"push":4,"shared_drafts":false}
{"runs":[[3,0],25]}
{"does":[[3,0],{"writes":[3,81]}]}
{"closes":[3,true]}
{"does":[[3,0],{"sends":3}]}
{"does":[[3,0],{"writes":[4,104]}]}
{"runs":[[3,0],11]}
{"fills":3}
{"runs":[[3,0],20]}
{"does":[[3,0],{"sends":4}]}
{"does":[[3,0],{"writes":[3,156]}]}
{"frees":3}
{"runs":[[3,0],27]}
