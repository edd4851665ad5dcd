-- In which language somebody is written to.
ALTER TABLE people ADD COLUMN language TEXT NOT NULL DEFAULT 'id' CONSTRAINT people_language CHECK (language IN ('id', 'en'));

-- missed_since: when the first answer was given that the owner has neither read nor been mailed about. mailed: they have
-- been mailed, and have not been here since.
ALTER TABLE rooms ADD COLUMN missed_since INTEGER;
ALTER TABLE rooms ADD COLUMN mailed INTEGER NOT NULL DEFAULT 0 CONSTRAINT rooms_mailed CHECK (mailed IN (0, 1));
CREATE INDEX rooms_missed ON rooms (missed_since) WHERE missed_since IS NOT NULL AND owner_id > 0;
