/*---
description: Orders, pieces and revenue per day and product
tags: [shop]
partition: {column: order_date, every: day}
columns:
  order_date: date
  product: string
  orders: long
  pieces: long
  revenue: decimal(18,2)
checks:
  - expect_column_values_to_not_be_null: {column: product}
  - expect_column_values_to_be_between: {column: revenue, min_value: 0}
  - expect_table_row_count_to_be_between: {min_value: 1}
    severity: warn
---*/
SELECT
  CAST(ordered_at AS DATE) AS order_date,
  product,
  COUNT(*) AS orders,
  SUM(quantity) AS pieces,
  SUM(quantity * price) AS revenue
FROM raw.orders
WHERE ordered_at >= :start AND ordered_at < :end
GROUP BY CAST(ordered_at AS DATE), product
