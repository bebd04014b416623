-- What is in the files that people send along. A file is a row; these are its bytes, and they go with it.
CREATE TABLE file_bytes (
    id    BLOB NOT NULL PRIMARY KEY,
    bytes BLOB NOT NULL
);
CREATE TRIGGER file_gone AFTER DELETE ON row WHEN old.kind = 'file' BEGIN
    DELETE FROM file_bytes WHERE id = old.id;
END;
