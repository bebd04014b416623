-- What a person sees of their sessions.
ALTER TABLE session ADD COLUMN made_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN device  TEXT    NOT NULL DEFAULT '';

-- How mail reaches a person. `unsubscribe` is the secret of the link that ends the digest.
CREATE TABLE mailbox (
    person         BLOB    NOT NULL PRIMARY KEY REFERENCES account (person) ON DELETE CASCADE,
    verified_at    INTEGER,
    language       TEXT    NOT NULL,
    digest         INTEGER NOT NULL CHECK (digest IN (0, 1)),
    unsubscribe    TEXT    NOT NULL UNIQUE,
    digested_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mailbox_to_digest ON mailbox (digested_until)
    WHERE digest = 1 AND verified_at IS NOT NULL;

-- Links in mail: `token` is a SHA-256.
CREATE TABLE link (
    token      BLOB    NOT NULL PRIMARY KEY,
    person     BLOB    NOT NULL REFERENCES account (person) ON DELETE CASCADE,
    purpose    TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX link_person ON link (person);
CREATE INDEX link_expires_at ON link (expires_at);

-- Mail that waits to be sent. `letter` is JSON and holds no secret.
CREATE TABLE mail (
    id         BLOB    NOT NULL PRIMARY KEY,
    person     BLOB,
    made_at    INTEGER NOT NULL,
    due        INTEGER NOT NULL,
    give_up_at INTEGER NOT NULL,
    tries      INTEGER NOT NULL,
    letter     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_due ON mail (due);
CREATE INDEX mail_person ON mail (person);

-- Closed accounts: devices choose the ids of people, and nobody may come as one who has gone.
CREATE TABLE closed_account (
    person    BLOB    NOT NULL PRIMARY KEY,
    closed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mutation_group_person ON mutation_group (person);
