/*---
description: Every departure with what was known of it an hour before, and whether it then came late
owner: travel
partition: {column: date, every: day}
batch: 31                              # every row looks back from its own time, so a month at once gives the same rows
inputs:
  raw.flights: {}
  raw.airports: {whole: true}
  flights.route_days: {before: 28 days}
  flights.airport_hours: {last: 2 days}
checks:
  - expect_column_values_to_not_be_null: {column: late}
  - expect_column_values_to_be_between: {column: route_late_28d, min_value: 0, max_value: 1}
  - expect_column_mean_to_be_between: {column: distance, min_value: 100, max_value: 3000}
    severity: warn
---*/
WITH days AS (
  SELECT DISTINCT CAST(date AS DATE) AS day FROM raw.flights
),
past AS (
  SELECT d.day,
         r.origin,
         r.destination,
         SUM(r.flights) AS flights_28d,
         SUM(r.late) AS late_28d,
         SUM(CASE WHEN r.day >= d.day - INTERVAL '3' DAY THEN r.flights END) AS flights_3d,
         SUM(CASE WHEN r.day >= d.day - INTERVAL '3' DAY THEN r.late END) AS late_3d
  FROM days d
  JOIN flights.route_days r ON r.day >= d.day - INTERVAL '28' DAY AND r.day < d.day
  GROUP BY d.day, r.origin, r.destination
),
origin_past AS (
  SELECT day, origin, SUM(late_28d) / SUM(flights_28d) AS late_28d, SUM(late_3d) / SUM(flights_3d) AS late_3d
  FROM past
  GROUP BY day, origin
),
destination_past AS (
  SELECT day, destination, SUM(late_3d) / SUM(flights_3d) AS late_3d
  FROM past
  GROUP BY day, destination
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
),
departures AS (
  SELECT *, CAST(date AS DATE) AS day, DATE_TRUNC('hour', date) - INTERVAL '1' HOUR AS known_until
  FROM raw.flights
)
SELECT f.date,
       f.origin,
       f.destination,
       f.delay > :late_minutes AS late,
       p.late_28d / p.flights_28d AS route_late_28d,
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
       EXTRACT(ISODOW FROM f.date) AS day_of_week,
       f.distance,
       a.latitude AS origin_latitude,
       a.longitude AS origin_longitude,
       b.latitude AS destination_latitude,
       b.longitude AS destination_longitude
FROM departures f
LEFT JOIN past p ON p.origin = f.origin AND p.destination = f.destination AND p.day = f.day
LEFT JOIN origin_past o ON o.origin = f.origin AND o.day = f.day
LEFT JOIN destination_past d ON d.destination = f.destination AND d.day = f.day
LEFT JOIN recent out_of ON out_of.airport = f.origin AND out_of.direction = 'from' AND out_of.hour = f.known_until
LEFT JOIN recent into_origin ON into_origin.airport = f.origin AND into_origin.direction = 'to' AND into_origin.hour = f.known_until
LEFT JOIN recent into_destination ON into_destination.airport = f.destination AND into_destination.direction = 'to' AND into_destination.hour = f.known_until
LEFT JOIN everywhere e ON e.hour = f.known_until
LEFT JOIN raw.airports a ON a.iata = f.origin
LEFT JOIN raw.airports b ON b.iata = f.destination
