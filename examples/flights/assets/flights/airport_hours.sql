/*---
description: What was known of an airport in an hour, by the clock of the East. A flight's delay is known when it has landed, not before
owner: travel
partition: {column: hour, every: day}
batch: 92
inputs:
  raw.flights: {last: 3 days}   # a flight of the day before yesterday may land today
  flights.clocks: {whole: true}
checks:
  - expect_column_values_to_be_in_set: {column: direction, value_set: [from, to]}
---*/
WITH landed AS (
  SELECT f.origin,
         f.destination,
         LEAST(f.delay, 180) AS delay,
         CASE WHEN f.delay > :late_minutes THEN 1 ELSE 0 END AS late,
         -- in the air for half an hour and a minute per 8 miles, and then as late as it is
         DATE_TRUNC('hour', f.date + INTERVAL '1' HOUR * COALESCE(c.hours_behind, 1)
                            + INTERVAL '1' MINUTE * CAST(ROUND(30 + f.distance / 8 + GREATEST(f.delay, 0)) AS INTEGER)) AS hour
  FROM raw.flights f
  LEFT JOIN flights.clocks c ON c.airport = f.origin
),
seen AS (
  SELECT origin AS airport, 'from' AS direction, hour, late, delay FROM landed
  UNION ALL
  SELECT destination AS airport, 'to' AS direction, hour, late, delay FROM landed
)
SELECT airport,
       direction,
       hour,
       COUNT(*) AS flights,
       SUM(late) AS late,
       CAST(SUM(delay) AS DOUBLE) AS delay
FROM seen
WHERE hour >= :start AND hour < :end
GROUP BY airport, direction, hour
