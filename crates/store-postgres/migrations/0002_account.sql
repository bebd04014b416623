-- What a person sees of their sessions. A server of the form before leaves them out.
ALTER TABLE session ADD COLUMN made_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN used_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN device  TEXT   NOT NULL DEFAULT '';

-- How mail reaches a person. `unsubscribe` is the secret of the link that ends the digest.
CREATE TABLE mailbox (
    person         UUID             NOT NULL PRIMARY KEY REFERENCES account (person) ON DELETE CASCADE,
    verified_at    BIGINT,
    language       TEXT COLLATE "C" NOT NULL,
    digest         BOOLEAN          NOT NULL,
    unsubscribe    TEXT COLLATE "C" NOT NULL UNIQUE,
    digested_until BIGINT           NOT NULL
);
CREATE INDEX mailbox_to_digest ON mailbox (digested_until)
    WHERE digest AND verified_at IS NOT NULL;

-- Links in mail: `token` is a SHA-256.
CREATE TABLE link (
    token      BYTEA            NOT NULL PRIMARY KEY,
    person     UUID             NOT NULL REFERENCES account (person) ON DELETE CASCADE,
    purpose    TEXT COLLATE "C" NOT NULL,
    email      TEXT             NOT NULL,
    expires_at BIGINT           NOT NULL
);
CREATE INDEX link_person ON link (person);
CREATE INDEX link_expires_at ON link (expires_at);

-- Mail that waits to be sent. `letter` is JSON and holds no secret.
CREATE TABLE mail (
    id         UUID   NOT NULL PRIMARY KEY,
    person     UUID,
    made_at    BIGINT NOT NULL,
    due        BIGINT NOT NULL,
    give_up_at BIGINT NOT NULL,
    tries      BIGINT NOT NULL,
    letter     TEXT   NOT NULL
);
CREATE INDEX mail_due ON mail (due);
CREATE INDEX mail_person ON mail (person);

-- Closed accounts: devices choose the ids of people, and nobody may come as one who has gone.
CREATE TABLE closed_account (
    person    UUID   NOT NULL PRIMARY KEY,
    closed_at BIGINT NOT NULL
);
CREATE INDEX mutation_group_person ON mutation_group (person);
