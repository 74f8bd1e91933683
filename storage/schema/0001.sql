-- The truth: signed, append-only rows, and beside them what may be replaced (docs/vault-format.md).

-- People: a hash-chained table of signed events. The first is signed by the root.
CREATE TABLE roster (
    n          INTEGER PRIMARY KEY,
    event      BLOB NOT NULL,
    hash       BLOB NOT NULL,
    signature  BLOB NOT NULL,   -- by the account that made the event
    acceptance BLOB NOT NULL    -- by the account that the event adds
) STRICT;

-- Keys of compartments: one row for each key a compartment ever had.
CREATE TABLE generation (
    compartment TEXT NOT NULL,
    number      INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    maker       TEXT NOT NULL,
    at          TEXT NOT NULL,
    key_digest  BLOB NOT NULL,
    label       BLOB NOT NULL,  -- sealed under the generation's key
    signature   BLOB NOT NULL,
    PRIMARY KEY (compartment, number)
) STRICT, WITHOUT ROWID;

-- Who holds which key, with which rights.
CREATE TABLE "grant" (
    id            TEXT PRIMARY KEY,
    compartment   TEXT NOT NULL,
    generation    INTEGER NOT NULL,
    grantee       TEXT NOT NULL,
    rights        TEXT NOT NULL,
    sealed_digest BLOB NOT NULL,
    granter       TEXT NOT NULL,
    at            TEXT NOT NULL,
    expires       TEXT,
    signature     BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX grant_by_grantee ON "grant" (grantee, compartment, generation);

-- The sealed key of a grant lies apart, so that it can be destroyed.
CREATE TABLE grant_key (
    "grant" TEXT PRIMARY KEY REFERENCES "grant" (id),
    sealed  BLOB NOT NULL
) STRICT;

-- Records are chains of revisions; a revision's words lie in `body`.
CREATE TABLE revision (
    record      TEXT NOT NULL,
    id          TEXT NOT NULL,
    compartment TEXT NOT NULL,
    parent      TEXT,
    author      TEXT NOT NULL,
    at          TEXT NOT NULL,
    state       TEXT NOT NULL,
    digest      BLOB NOT NULL,
    signature   BLOB NOT NULL,
    PRIMARY KEY (record, id)
) STRICT, WITHOUT ROWID;

-- With rows of their own numbers: clustered by record, each would fill a page of its own beside its 1,000 bytes.
CREATE TABLE body (
    record     TEXT NOT NULL,
    revision   TEXT NOT NULL,
    generation INTEGER NOT NULL,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (record, revision),
    FOREIGN KEY (record, revision) REFERENCES revision (record, id)
) STRICT;

-- What is being typed, sealed under the author's personal compartment, overwritten in place.
CREATE TABLE draft (
    account     TEXT NOT NULL,
    record      TEXT NOT NULL,
    compartment TEXT,
    at          TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    PRIMARY KEY (account, record)
) STRICT, WITHOUT ROWID;

-- Files beside records: rows of at most 1 MiB of one sealed stream each.
CREATE TABLE chunk (
    attachment TEXT NOT NULL,
    number     INTEGER NOT NULL,
    sealed     BLOB NOT NULL,
    PRIMARY KEY (attachment, number)
) STRICT;

-- Which record's revision (account '') or whose draft of it names a file: an index. What nothing names is removed.
CREATE TABLE attached (
    record     TEXT NOT NULL,
    account    TEXT NOT NULL,
    attachment TEXT NOT NULL,
    PRIMARY KEY (record, account, attachment)
) STRICT, WITHOUT ROWID;

-- The audit trail. Only entry, hash and signature count; the columns after them are an index.
CREATE TABLE trail (
    seq         INTEGER PRIMARY KEY,
    entry       BLOB NOT NULL,
    hash        BLOB NOT NULL,
    signature   BLOB NOT NULL,
    action      TEXT NOT NULL,
    record      TEXT,
    wrote       INTEGER NOT NULL,   -- how many signed rows the entry names
    rare        INTEGER NOT NULL    -- 1 for actions that are looked up by name
) STRICT;
CREATE INDEX trail_writes ON trail (record, seq) WHERE wrote > 0;
CREATE INDEX trail_rare ON trail (action, seq) WHERE rare = 1;

-- Which entry names a row that belongs to no record, and of which compartment it is: an index too.
CREATE TABLE named (
    digest      BLOB PRIMARY KEY,
    seq         INTEGER NOT NULL,
    compartment TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX named_by_compartment ON named (compartment, seq) WHERE compartment IS NOT NULL;

CREATE TRIGGER roster_kept_u BEFORE UPDATE ON roster BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER roster_kept_d BEFORE DELETE ON roster BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER generation_kept_u BEFORE UPDATE ON generation BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER generation_kept_d BEFORE DELETE ON generation BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER grant_kept_u BEFORE UPDATE ON "grant" BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER grant_kept_d BEFORE DELETE ON "grant" BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER revision_kept_u BEFORE UPDATE ON revision BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER revision_kept_d BEFORE DELETE ON revision BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER trail_kept_u BEFORE UPDATE ON trail BEGIN SELECT raise(ABORT, 'append-only'); END;
CREATE TRIGGER trail_kept_d BEFORE DELETE ON trail BEGIN SELECT raise(ABORT, 'append-only'); END;
