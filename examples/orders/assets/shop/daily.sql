/*---
description: What each branch took in on a day
partition: {column: day, every: day}
checks:
  - expect_column_values_to_not_be_null: {column: branch}
---*/
SELECT CAST(ordered_at AS DATE) AS day, branch, COUNT(*) AS orders, SUM(amount) AS taken
FROM raw.orders
WHERE ordered_at >= :start AND ordered_at < :end
GROUP BY CAST(ordered_at AS DATE), branch
