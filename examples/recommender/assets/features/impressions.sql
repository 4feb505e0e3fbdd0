/*---
description: Every impression with what was known before its day began, and whether it was clicked
owner: growth
domain: recommendations
tags: [training]
fresh: by 06:00              # of the day after
partition: {column: event_time, every: day, start: 2023-01-17}   # before, there is too little past
inputs:
  raw.clicks: {}
  raw.users: {whole: true}
  features.user_days: {before: 30 days}    # only the past: no row sees its own outcome
  features.item_days: {before: 30 days}
checks:
  - expect_column_values_to_not_be_null: {column: clicked}
  - expect_column_values_to_be_between: {column: age, min_value: 0, max_value: 120}
  - expect_column_values_to_be_between: {column: user_rate, min_value: 0, max_value: 1}
  - expect_table_row_count_to_be_between: {min_value: 100}
---*/
WITH user_category AS (
  SELECT user_id, category, SUM(shown) AS shown, SUM(clicks) AS clicks
  FROM features.user_days
  GROUP BY user_id, category
),
user_total AS (
  SELECT user_id, SUM(shown) AS shown, SUM(clicks) AS clicks
  FROM user_category
  GROUP BY user_id
),
item_total AS (
  SELECT item_id, SUM(shown) AS shown, SUM(clicks) AS clicks
  FROM features.item_days
  GROUP BY item_id
)
SELECT c.event_id,
       c.event_time,
       c.user_id,
       c.item_id,
       c.clicked,
       c.position,
       c.category,
       c.device,
       u.age,
       u.country,
       ut.shown AS user_shown,
       (ut.clicks + 1) / (ut.shown + 8e0) AS user_rate,
       uc.shown AS user_category_shown,
       (uc.clicks + 4 * (ut.clicks + 1) / (ut.shown + 8e0)) / (uc.shown + 4e0) AS user_category_rate,
       it.shown AS item_shown,
       (it.clicks + 1) / (it.shown + 8e0) AS item_rate
FROM raw.clicks c
JOIN raw.users u ON u.user_id = c.user_id
LEFT JOIN user_total ut ON ut.user_id = c.user_id
LEFT JOIN user_category uc ON uc.user_id = c.user_id AND uc.category = c.category
LEFT JOIN item_total it ON it.item_id = c.item_id
WHERE c.event_time >= :start AND c.event_time < :end
