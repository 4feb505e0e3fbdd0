/*---
description: How many hours an airport's clock is behind that of the East, told by its longitude; at most one hour off
owner: travel
inputs:
  raw.airports: {whole: true}
checks:
  - expect_column_values_to_be_between: {column: hours_behind, min_value: 0, max_value: 5}
---*/
SELECT iata AS airport,
       CASE WHEN longitude > -85.5 THEN 0
            WHEN longitude > -102 THEN 1
            WHEN longitude > -114.5 THEN 2
            WHEN longitude > -130 THEN 3
            WHEN longitude > -153 THEN 4
            ELSE 5 END AS hours_behind
FROM raw.airports
