-- How many rows of a bounded kind somebody has made (`domain::bounds`), `bearer` being a scope. Half
-- empty pages, as those of `scope`.
CREATE TABLE tally (
    bearer TEXT COLLATE "C" NOT NULL,
    kind   TEXT COLLATE "C" NOT NULL,
    count  BIGINT           NOT NULL,
    PRIMARY KEY (bearer, kind)
) WITH (fillfactor = 50);
-- By pattern, and not as JSON, which PostgreSQL does not read where a text holds U+0000. A quotation
-- mark within a text has a backslash before it, so a name with one on each side is a field.
INSERT INTO tally (bearer, kind, count)
SELECT bearer, kind, count(*) FROM (
    SELECT kind, CASE kind
        WHEN 'job'        THEN 'desk:'   || substring(body FROM '"desk":"([0-9a-f-]{36})"')
        WHEN 'membership' THEN 'person:' || substring(body FROM '"person":"([0-9a-f-]{36})"')
        WHEN 'proposal'   THEN 'person:' || substring(body FROM '"worker":"([0-9a-f-]{36})"')
        WHEN 'star'       THEN 'person:' || substring(body FROM '"person":"([0-9a-f-]{36})"')
        WHEN 'message'    THEN 'person:' || substring(body FROM '"author":"([0-9a-f-]{36})"')
        WHEN 'invitation' THEN 'desk:'   || substring(body FROM '"desk":"([0-9a-f-]{36})"')
        WHEN 'draft'      THEN 'person:' || substring(body FROM '"person":"([0-9a-f-]{36})"')
        WHEN 'phrase'     THEN 'person:' || substring(body FROM '"person":"([0-9a-f-]{36})"')
        WHEN 'seat'       THEN 'person:' || substring(body FROM '"by":"([0-9a-f-]{36})"')
        WHEN 'report'     THEN 'person:' || substring(body FROM '"reporter":"([0-9a-f-]{36})"')
        WHEN 'block'      THEN substring(body FROM '"by":\{"(person|desk)":"') || ':' ||
                               substring(body FROM '"by":\{"[a-z]+":"([0-9a-f-]{36})"')
    END AS bearer FROM row
) AS borne WHERE bearer IS NOT NULL GROUP BY bearer, kind;
