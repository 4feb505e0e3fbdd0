/*---
description: Every departure with what was known of it an hour before, and whether it then came late
owner: travel
partition: {column: leaves, every: day}
batch: 92                              # every row looks back from its own time, so a quarter at once gives the same rows
inputs:
  raw.flights: {last: 2 days}            # late in the evening of the West it is the next day in the East
  raw.airports: {whole: true}
  flights.clocks: {whole: true}
  flights.route_days: {before: 29 days}
  flights.airport_hours: {last: 2 days}
checks:
  - expect_column_values_to_not_be_null: {column: late}
  - expect_column_values_to_be_between: {column: route_late_28d, min_value: 0, max_value: 1}
  - expect_column_mean_to_be_between: {column: distance, min_value: 100, max_value: 3000}
    severity: warn
---*/
WITH departing AS (
  SELECT f.date, f.delay, f.distance, f.origin, f.destination, f.date + INTERVAL '1' HOUR * COALESCE(c.hours_behind, 1) AS leaves
  FROM raw.flights f
  LEFT JOIN flights.clocks c ON c.airport = f.origin
),
departures AS (
  SELECT *,
         CAST(leaves AS DATE) AS day,
         DATE_TRUNC('hour', leaves) - INTERVAL '1' HOUR AS known_until,
         -- of flights from elsewhere: clocks are known to the hour
         DATE_TRUNC('hour', leaves) - INTERVAL '2' HOUR AS known_elsewhere
  FROM departing
  WHERE leaves >= :start AND leaves < :end
),
route_days AS (
  SELECT origin, destination, day, SUM(flights) AS flights, SUM(late) AS late
  FROM (
    SELECT origin, destination, day, flights, late FROM flights.route_days
    UNION ALL
    -- a departure looks back from its own day, of which nothing is known yet, nor is all of the night before it
    SELECT DISTINCT origin, destination, day, 0 AS flights, 0 AS late FROM departures
  ) known
  GROUP BY origin, destination, day
),
route_past AS (
  SELECT origin, destination, day, SUM(late) OVER month / NULLIF(SUM(flights) OVER month, 0) AS late_28d
  FROM route_days
  WINDOW month AS (PARTITION BY origin, destination ORDER BY day
                   RANGE BETWEEN INTERVAL '29' DAY PRECEDING AND INTERVAL '2' DAY PRECEDING)
),
origin_past AS (
  SELECT origin, day,
         SUM(SUM(late)) OVER month / NULLIF(SUM(SUM(flights)) OVER month, 0) AS late_28d,
         SUM(SUM(late)) OVER days / NULLIF(SUM(SUM(flights)) OVER days, 0) AS late_3d
  FROM route_days
  GROUP BY origin, day
  WINDOW month AS (PARTITION BY origin ORDER BY day
                   RANGE BETWEEN INTERVAL '29' DAY PRECEDING AND INTERVAL '2' DAY PRECEDING),
         days AS (PARTITION BY origin ORDER BY day
                  RANGE BETWEEN INTERVAL '4' DAY PRECEDING AND INTERVAL '2' DAY PRECEDING)
),
destination_past AS (
  SELECT destination, day, SUM(SUM(late)) OVER days / NULLIF(SUM(SUM(flights)) OVER days, 0) AS late_3d
  FROM route_days
  GROUP BY destination, day
  WINDOW days AS (PARTITION BY destination ORDER BY day
                  RANGE BETWEEN INTERVAL '4' DAY PRECEDING AND INTERVAL '2' DAY PRECEDING)
),
hours AS (
  SELECT k FROM (VALUES (1), (2), (3)) AS ago (k)
),
recent AS (
  SELECT a.airport,
         a.direction,
         a.hour + INTERVAL '1' HOUR * h.k AS hour,
         SUM(a.late) / SUM(a.flights) AS late_3h,
         SUM(a.delay) / SUM(a.flights) AS delay_3h
  FROM flights.airport_hours a
  CROSS JOIN hours h
  GROUP BY a.airport, a.direction, a.hour + INTERVAL '1' HOUR * h.k
),
everywhere AS (
  SELECT a.hour + INTERVAL '1' HOUR * h.k AS hour, SUM(a.late) / SUM(a.flights) AS late_3h
  FROM flights.airport_hours a
  CROSS JOIN hours h
  WHERE a.direction = 'to'
  GROUP BY a.hour + INTERVAL '1' HOUR * h.k
)
SELECT f.leaves,
       f.date,
       f.origin,
       f.destination,
       f.delay > :late_minutes AS late,
       r.late_28d AS route_late_28d,
       o.late_3d AS origin_late_3d,
       o.late_28d AS origin_late_28d,
       d.late_3d AS destination_late_3d,
       out_of.late_3h AS origin_out_late_3h,
       out_of.delay_3h AS origin_out_delay_3h,
       into_origin.late_3h AS origin_in_late_3h,
       into_origin.delay_3h AS origin_in_delay_3h,
       into_destination.late_3h AS destination_in_late_3h,
       into_destination.delay_3h AS destination_in_delay_3h,
       e.late_3h AS everywhere_late_3h,
       EXTRACT(HOUR FROM f.date) * 60 + EXTRACT(MINUTE FROM f.date) AS minute_of_day,
       isodow(f.date) AS day_of_week,
       f.distance,
       a.latitude AS origin_latitude,
       a.longitude AS origin_longitude,
       b.latitude AS destination_latitude,
       b.longitude AS destination_longitude
FROM departures f
LEFT JOIN route_past r ON r.origin = f.origin AND r.destination = f.destination AND r.day = f.day
LEFT JOIN origin_past o ON o.origin = f.origin AND o.day = f.day
LEFT JOIN destination_past d ON d.destination = f.destination AND d.day = f.day
LEFT JOIN recent out_of ON out_of.airport = f.origin AND out_of.direction = 'from' AND out_of.hour = f.known_until
LEFT JOIN recent into_origin ON into_origin.airport = f.origin AND into_origin.direction = 'to' AND into_origin.hour = f.known_elsewhere
LEFT JOIN recent into_destination ON into_destination.airport = f.destination AND into_destination.direction = 'to' AND into_destination.hour = f.known_elsewhere
LEFT JOIN everywhere e ON e.hour = f.known_elsewhere
LEFT JOIN raw.airports a ON a.iata = f.origin
LEFT JOIN raw.airports b ON b.iata = f.destination
