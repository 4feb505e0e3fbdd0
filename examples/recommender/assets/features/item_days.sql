/*---
description: How often an item was shown and clicked on a day
owner: growth
domain: recommendations
tags: [daily]
partition: {column: day, every: day}
batch: 31
watermark: 2 hours           # most logs of a day are there by then; later ones heal it
checks:
  - expect_compound_columns_to_be_unique: {column_list: [item_id, day]}
---*/
SELECT item_id,
       CAST(event_time AS DATE) AS day,
       COUNT(*) AS shown,
       SUM(CASE WHEN clicked THEN 1 ELSE 0 END) AS clicks
FROM raw.clicks
WHERE event_time >= :start AND event_time < :end
GROUP BY item_id, CAST(event_time AS DATE)
