-- What the pages of an asset and of checks ask for, found without looking at all rows.
CREATE INDEX materialization_by_asset ON materialization (asset, token);
CREATE INDEX step_outcome ON step (asset, ended_at) WHERE state IN ('SUCCEEDED', 'FAILED');
CREATE INDEX check_result_failed ON check_result (token, ordinal) WHERE success = FALSE;
