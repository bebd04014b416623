-- When an outbox pushed last; 0 where it was before this was noted.
ALTER TABLE mutation_group ADD COLUMN pushed_at INTEGER NOT NULL DEFAULT 0;
-- Of drafts, whose texts may be long, the bytes of the bodies are counted as well.
INSERT INTO tally (bearer, kind, count)
SELECT 'person:' || (body ->> '$.draft.person') AS bearer, 'draft_bytes', sum(octet_length(body))
FROM row WHERE kind = 'draft' GROUP BY bearer;
