-- What the store says of itself: `epoch`, its incarnation. A backup carries none, so that a
-- restored store is another incarnation.
CREATE TABLE meta (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Rows: what they are about and their body as JSON. Who may read a row follows from the body.
CREATE TABLE row (
    kind TEXT NOT NULL,
    id   BLOB NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) STRICT;

-- How far each scope goes. A missing scope goes to 0.
CREATE TABLE scope (
    scope   TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which rows are in a scope, and which have left it (`gone`), each with the scope's version of its
-- last change.
CREATE TABLE row_scope (
    scope   TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    id      BLOB    NOT NULL,
    version INTEGER NOT NULL,
    gone    INTEGER NOT NULL CHECK (gone IN (0, 1)),
    PRIMARY KEY (scope, kind, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX row_scope_version ON row_scope (scope, version);

-- Logging in. `email` is trimmed and lower case.
CREATE TABLE account (
    person   BLOB NOT NULL PRIMARY KEY,
    email    TEXT NOT NULL UNIQUE,
    password TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- `token` is a SHA-256; `expires_at` in milliseconds since 1970.
CREATE TABLE session (
    token      BLOB    NOT NULL PRIMARY KEY,
    person     BLOB    NOT NULL REFERENCES account (person) ON DELETE CASCADE,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session (person);
CREATE INDEX session_expires_at ON session (expires_at);

-- Outboxes, and what was refused of them.
CREATE TABLE mutation_group (
    id            BLOB    NOT NULL PRIMARY KEY,
    person        BLOB    NOT NULL,
    last_mutation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE refusal (
    mutation_group BLOB    NOT NULL REFERENCES mutation_group (id) ON DELETE CASCADE,
    mutation       INTEGER NOT NULL,
    refusal        TEXT    NOT NULL,
    PRIMARY KEY (mutation_group, mutation)
) STRICT, WITHOUT ROWID;

-- Municipalities by their code (six digits).
CREATE TABLE town (
    code TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL
) STRICT, WITHOUT ROWID;
