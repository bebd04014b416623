-- Which rows are gone from a scope is forgotten in two steps, some weeks apart. `mark`: how far it was gone when this was
-- done the last time, and will be forgotten the next time; `floor`: up to here it is forgotten, and a reader who
-- followed the scope less far begins anew. Beside `scope` and not in it: every push writes there.
CREATE TABLE forgotten (
    scope TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    floor BIGINT           NOT NULL,
    mark  BIGINT           NOT NULL
);
