/*---
description: How many flights of a route left on a day, and how many of them came late
owner: travel
partition: {column: day, every: day}
batch: 92
checks:
  - expect_column_values_to_not_be_null: {column: origin}
  - expect_column_values_to_be_between: {column: late, min_value: 0}
---*/
SELECT origin,
       destination,
       CAST(date AS DATE) AS day,
       COUNT(*) AS flights,
       SUM(CASE WHEN delay > :late_minutes THEN 1 ELSE 0 END) AS late
FROM raw.flights
WHERE date >= :start AND date < :end
GROUP BY origin, destination, CAST(date AS DATE)
