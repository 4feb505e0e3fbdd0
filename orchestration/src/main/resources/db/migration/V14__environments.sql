-- Where an environment other than prod stands with assets that it has published nothing of: at what prod had when it last looked. In prod it is empty.
CREATE TABLE environment_base (
    asset    VARCHAR(200) NOT NULL PRIMARY KEY,
    -- What prod's record looked like, so that what did not change is not copied again.
    stamp    VARCHAR(200) NOT NULL,
    -- The newest snapshot of the main branch all of whose publishes the record has; null if there is none.
    snapshot BIGINT
);
