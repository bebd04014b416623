-- How many rows of a bounded kind somebody has made (`domain::bounds`), `bearer` being a scope.
CREATE TABLE tally (
    bearer TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    count  INTEGER NOT NULL,
    PRIMARY KEY (bearer, kind)
) STRICT, WITHOUT ROWID;
INSERT INTO tally (bearer, kind, count)
SELECT bearer, kind, count(*) FROM (
    SELECT kind, CASE kind
        WHEN 'job'        THEN 'desk:'   || (body ->> '$.job.desk')
        WHEN 'membership' THEN 'person:' || (body ->> '$.membership.person')
        WHEN 'proposal'   THEN 'person:' || (body ->> '$.proposal.worker')
        WHEN 'star'       THEN 'person:' || (body ->> '$.star.person')
        WHEN 'message'    THEN 'person:' || (body ->> '$.message.author')
        WHEN 'invitation' THEN 'desk:'   || (body ->> '$.invitation.desk')
        WHEN 'draft'      THEN 'person:' || (body ->> '$.draft.person')
        WHEN 'phrase'     THEN 'person:' || (body ->> '$.phrase.person')
        WHEN 'seat'       THEN 'person:' || (body ->> '$.seat.by')
        WHEN 'report'     THEN 'person:' || (body ->> '$.report.reporter')
        WHEN 'block'      THEN coalesce('person:' || (body ->> '$.block.by.person'),
                                        'desk:' || (body ->> '$.block.by.desk'))
    END AS bearer FROM row
) WHERE bearer IS NOT NULL GROUP BY bearer, kind;
