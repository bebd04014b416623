-- What is in the files that people send along. A file is a row; these are its bytes, and they go with it.
CREATE TABLE file_bytes (
    id    UUID  NOT NULL PRIMARY KEY,
    bytes BYTEA NOT NULL
);
CREATE FUNCTION drop_file_bytes() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM file_bytes WHERE id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER file_gone AFTER DELETE ON row
    FOR EACH ROW WHEN (OLD.kind = 'file') EXECUTE FUNCTION drop_file_bytes();
