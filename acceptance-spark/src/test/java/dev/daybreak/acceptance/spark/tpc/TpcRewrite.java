package dev.daybreak.acceptance.spark.tpc;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is changed in a query that means different things on the engines as it is written.
 *
 * @param benchmark {@code tpch} or {@code tpcds}
 * @param number as the query's file is named
 * @param from stands in the text at least once, and is replaced wherever it does
 */
record TpcRewrite(String benchmark, String number, String from, String to, Why why) {
    /** Why a text is not portable. */
    enum Why {
        AVERAGE("`AVG` of a decimal is a double on DuckDB and a decimal on Spark: the operand is cast to `DOUBLE`"),
        QUOTIENT("a quotient of decimals is a double on DuckDB and a decimal on Spark: one operand is made a double"),
        NAME("the name of a column without one is the engine's: it gets one"),
        ZERO("a division by zero is an error: the divisor is put into `NULLIF`"),
        CONCAT("`concat` leaves nulls out on DuckDB and is null on Spark: `||` is null on both");

        private final String text;

        Why(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static final List<TpcRewrite> ALL = Stream.of(
                    averages("tpch", "01", "l_quantity", "l_extendedprice", "l_discount"),
                    quotients("tpch", "08", "END) / sum(volume)", "END) * 1e0 / sum(volume)"),
                    quotients("tpch", "14", "100.00 * sum", "100e0 * sum"),
                    averages("tpch", "17", "l_quantity"),
                    quotients("tpch", "17", "/ 7.0", "/ 7e0"),
                    averages("tpch", "22", "c_acctbal"),
                    averages("tpcds", "01", "ctr_total_return"),
                    quotients("tpcds", "02", "_sales1/", "_sales1*1e0/"),
                    named("02", "/sat_sales2, 2)", "/sat_sales2, 2) r7"),
                    quotients("tpcds", "04", "/2)", "/2e0)"),
                    concats(
                            "05",
                            "'store', s_store_id",
                            "'catalog_page', cp_catalog_page_id",
                            "'web_site', web_site_id"),
                    averages("tpcds", "06", "j.i_current_price"),
                    averages("tpcds", "07", "ss_list_price", "ss_coupon_amt", "ss_sales_price"),
                    averages("tpcds", "09", "ss_ext_discount_amt", "ss_net_paid"),
                    quotients("tpcds", "11", "*1.0000)", "*1e0)"),
                    revenueRatio("12", "ws_ext_sales_price"),
                    averages("tpcds", "13", "ss_ext_sales_price", "ss_ext_wholesale_cost"),
                    averages("tpcds", "14", "quantity*list_price"),
                    List.of(new TpcRewrite("tpcds", "18", "decimal(12, 2)", "DOUBLE", Why.AVERAGE)),
                    revenueRatio("20", "cs_ext_sales_price"),
                    quotients("tpcds", "21", "inv_after*1.000", "inv_after*1e0"),
                    quotients("tpcds", "21", "2.000/3.000 AND 3.000/2.000", "2e0/3e0 AND 3e0/2e0"),
                    quotients("tpcds", "23", "50/100.0", "50/100e0"),
                    averages("tpcds", "24", "netpaid"),
                    averages("tpcds", "26", "cs_list_price", "cs_coupon_amt", "cs_sales_price"),
                    averages("tpcds", "27", "agg2", "agg3", "agg4"),
                    averages("tpcds", "28", "ss_list_price"),
                    averages("tpcds", "30", "ctr_total_return"),
                    quotients("tpcds", "31", "*1.0000)/", "*1e0)/"),
                    averages("tpcds", "32", "cs_ext_discount_amt"),
                    quotients("tpcds", "34", "*1.000)/", "*1e0)/"),
                    quotients("tpcds", "36", "*1.0000)/", "*1e0)/"),
                    counted("38"),
                    averages("tpcds", "44", "ss_net_profit"),
                    averages("tpcds", "47", "sum(ss_sales_price)"),
                    quotients("tpcds", "49", "decimal(15,4)", "DOUBLE"),
                    averages("tpcds", "53", "sum(ss_sales_price)"),
                    quotients("tpcds", "54", "revenue/50", "revenue/50e0"),
                    averages("tpcds", "57", "sum(cs_sales_price)"),
                    quotients("tpcds", "58", ")/3", ")/3e0"),
                    quotients("tpcds", "59", "_sales1/", "_sales1*1e0/"),
                    quotients("tpcds", "61", "decimal(15,4)", "DOUBLE"),
                    averages("tpcds", "63", "sum(ss_sales_price)"),
                    averages("tpcds", "65", "revenue"),
                    quotients("tpcds", "66", "_sales/w_", "_sales*1e0/w_"),
                    quotients("tpcds", "73", "*1.000)/", "*1e0)/"),
                    quotients("tpcds", "74", "secyear.year_total /", "secyear.year_total*1e0 /"),
                    quotients("tpcds", "75", "DECIMAL(17,2)", "DOUBLE"),
                    quotients("tpcds", "78", "ss_qty*1.00", "ss_qty*1e0"),
                    named("79", "SUBSTRING(s_city,1,30),", "SUBSTRING(s_city,1,30) AS city,"),
                    concats("80", "'store', store_id", "'catalog_page', catalog_page_id", "'web_site', web_site_id"),
                    averages("tpcds", "81", "ctr_total_return"),
                    quotients("tpcds", "83", "*1.0000)/", "*1e0)/"),
                    quotients("tpcds", "83", "/3.0 average", "/3e0 average"),
                    List.of(new TpcRewrite(
                            "tpcds",
                            "84",
                            "concat(concat(coalesce(c_last_name, '') , ', '), coalesce(c_first_name, ''))",
                            "coalesce(c_last_name, '') || ', ' || coalesce(c_first_name, '')",
                            Why.CONCAT)),
                    named(
                            "85",
                            "SELECT SUBSTRING(r_reason_desc,1,20)",
                            "SELECT SUBSTRING(r_reason_desc,1,20) AS reason"),
                    averages("tpcds", "85", "wr_refunded_cash", "wr_fee"),
                    counted("87"),
                    averages("tpcds", "89", "sum(ss_sales_price)"),
                    quotients("tpcds", "90", "decimal(15,4)", "DOUBLE"),
                    averages("tpcds", "92", "ws_ext_discount_amt"),
                    counted("96"),
                    revenueRatio("98", "ss_ext_sales_price"))
            .flatMap(List::stream)
            .toList();

    private static List<TpcRewrite> averages(String benchmark, String number, String... operands) {
        return Stream.of(operands)
                .map(operand -> new TpcRewrite(
                        benchmark, number, "avg(" + operand + ")", "avg(CAST(" + operand + " AS DOUBLE))", Why.AVERAGE))
                .toList();
    }

    private static List<TpcRewrite> quotients(String benchmark, String number, String from, String to) {
        return List.of(new TpcRewrite(benchmark, number, from, to, Why.QUOTIENT));
    }

    /** The share of a class: classes whose items were all given away have none. */
    private static List<TpcRewrite> revenueRatio(String number, String price) {
        String total = "sum(sum(" + price + ")) OVER (PARTITION BY i_class)";
        return List.of(
                new TpcRewrite("tpcds", number, "*100.0000/", "*100e0/", Why.QUOTIENT),
                new TpcRewrite("tpcds", number, total, "nullif(" + total + ", 0)", Why.ZERO));
    }

    private static List<TpcRewrite> named(String number, String from, String to) {
        return List.of(new TpcRewrite("tpcds", number, from, to, Why.NAME));
    }

    private static List<TpcRewrite> counted(String number) {
        return named(number, "SELECT count(*)", "SELECT count(*) AS n");
    }

    private static List<TpcRewrite> concats(String number, String... operands) {
        return Stream.of(operands)
                .map(pair ->
                        new TpcRewrite("tpcds", number, "concat(" + pair + ")", pair.replace(", ", " || "), Why.CONCAT))
                .toList();
    }

    /** A query with all that is changed in it; the same query if nothing is. */
    static TpcQuery applied(TpcQuery query) {
        String text = query.text();
        for (TpcRewrite rewrite : of(query)) {
            if (!text.contains(rewrite.from())) {
                throw new IllegalStateException("Query " + query.asset() + " has no '" + rewrite.from() + "'");
            }
            text = text.replace(rewrite.from(), rewrite.to());
        }
        return query.withText(text);
    }

    static List<TpcRewrite> of(TpcQuery query) {
        return ALL.stream()
                .filter(rewrite -> rewrite.asset().equals(query.asset()))
                .toList();
    }

    private String asset() {
        return benchmark + ".q" + number;
    }

    /** All of them as rows of a table in Markdown, one for each query. */
    static String table() {
        return ALL.stream()
                .map(TpcRewrite::asset)
                .distinct()
                .map(TpcRewrite::row)
                .collect(Collectors.joining("\n"));
    }

    private static String row(String asset) {
        List<TpcRewrite> rewrites =
                ALL.stream().filter(rewrite -> rewrite.asset().equals(asset)).toList();
        return "| " + asset + " | " + joined(rewrites.stream().map(rewrite -> code(rewrite.from()))) + " | "
                + joined(rewrites.stream().map(rewrite -> code(rewrite.to()))) + " | "
                + joined(rewrites.stream()
                        .map(rewrite -> rewrite.why().name().toLowerCase(Locale.ROOT))
                        .distinct())
                + " |";
    }

    /** In a table a bar ends the cell. */
    private static String code(String text) {
        return "`" + text.replace("|", "\\|") + "`";
    }

    private static String joined(Stream<String> texts) {
        return texts.collect(Collectors.joining("<br>"));
    }

    /** The reasons as a list in Markdown. */
    static String reasons() {
        return Stream.of(Why.values())
                .map(why -> "- " + why.name().toLowerCase(Locale.ROOT) + ": " + why + ".")
                .collect(Collectors.joining("\n"));
    }
}
