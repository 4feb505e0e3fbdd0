/*---
description: What a user saw and clicked on a day, by category
owner: growth
domain: recommendations
tags: [daily]
partition: {column: day, every: day}
batch: 31
watermark: 2 hours           # most logs of a day are there by then; later ones heal it
checks:
  - expect_column_values_to_not_be_null: {column: user_id}
  - expect_column_pair_values_a_to_be_greater_than_b: {column_A: shown, column_B: clicks, or_equal: true}
---*/
SELECT user_id,
       category,
       CAST(event_time AS DATE) AS day,
       COUNT(*) AS shown,
       SUM(CASE WHEN clicked THEN 1 ELSE 0 END) AS clicks
FROM raw.clicks
WHERE event_time >= :start AND event_time < :end
GROUP BY user_id, category, CAST(event_time AS DATE)
