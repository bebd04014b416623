-- Names and words are compared byte by byte: the same order everywhere, and the fastest.

-- What the store says of itself: `epoch`, its incarnation. A dump that leaves this table's content
-- out (`pg_dump --exclude-table-data=meta`) restores as another incarnation.
CREATE TABLE meta (
    name  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT             NOT NULL
);

-- Rows: what they are about and their body as JSON. Who may read a row follows from the body. As
-- text, and not jsonb: a body is compared with what it was byte by byte, jsonb would write it anew
-- in another order, and it refuses U+0000, which a person's message may hold.
CREATE TABLE row (
    kind TEXT COLLATE "C" NOT NULL,
    id   UUID             NOT NULL,
    body TEXT             NOT NULL,
    PRIMARY KEY (kind, id)
);

-- Locks rows until the end of the transaction, in the order in which they are named, and says what
-- they are then: their places among those named, and their bodies. What is not there cannot be
-- locked, but its name can, so that nobody makes it meanwhile. Each statement in here sees what was
-- committed before it began, so also what was committed by whom the one before it waited for.
CREATE FUNCTION hold_rows(kinds TEXT[], ids UUID[], exclusive BOOLEAN[])
RETURNS TABLE (place BIGINT, there TEXT) LANGUAGE plpgsql AS $$
DECLARE
    named RECORD;
BEGIN
    FOR named IN
        SELECT * FROM unnest(kinds, ids, exclusive) WITH ORDINALITY
            AS wanted (kind, id, exclusive, place)
        ORDER BY wanted.place
    LOOP
        FOR attempt IN 1 .. 2 LOOP
            IF named.exclusive THEN
                SELECT body INTO there FROM row
                WHERE kind = named.kind AND id = named.id FOR UPDATE;
            ELSE
                SELECT body INTO there FROM row
                WHERE kind = named.kind AND id = named.id FOR SHARE;
            END IF;
            IF FOUND THEN
                place := named.place;
                RETURN NEXT;
                EXIT;
            END IF;
            PERFORM pg_advisory_xact_lock(hashtextextended(named.kind || ' ' || named.id, 0));
        END LOOP;
    END LOOP;
END $$;

-- How far each scope goes. A missing scope goes to 0. Never a sequence: a version counts only from
-- its transaction's commit on, and the row's lock makes commits wait for one another in the order
-- of their versions. Pages stay half empty so that a version rises where it stands.
CREATE TABLE scope (
    scope   TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    version BIGINT           NOT NULL
) WITH (fillfactor = 50);

-- Which rows are in a scope, and which have left it (`gone`), each with the scope's version of its
-- last change. Both keys start with the scope, so that scopes can live on different machines.
CREATE TABLE row_scope (
    scope   TEXT COLLATE "C" NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,
    id      UUID             NOT NULL,
    version BIGINT           NOT NULL,
    gone    BOOLEAN          NOT NULL,
    PRIMARY KEY (scope, kind, id)
);
CREATE UNIQUE INDEX row_scope_version ON row_scope (scope, version);

-- Logging in. `email` is trimmed and lower case.
CREATE TABLE account (
    person   UUID             NOT NULL PRIMARY KEY,
    email    TEXT COLLATE "C" NOT NULL UNIQUE,
    password TEXT             NOT NULL
);

-- `token` is a SHA-256; `expires_at` in milliseconds since 1970.
CREATE TABLE session (
    token      BYTEA  NOT NULL PRIMARY KEY,
    person     UUID   NOT NULL REFERENCES account (person) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires_at ON session (expires_at);

-- Outboxes, and what was refused of them.
CREATE TABLE mutation_group (
    id            UUID   NOT NULL PRIMARY KEY,
    person        UUID   NOT NULL,
    last_mutation BIGINT NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE refusal (
    mutation_group UUID   NOT NULL REFERENCES mutation_group (id) ON DELETE CASCADE,
    mutation       BIGINT NOT NULL,
    refusal        TEXT   NOT NULL,
    PRIMARY KEY (mutation_group, mutation)
);

-- Municipalities by their code (six digits).
CREATE TABLE town (
    code TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT             NOT NULL
);
