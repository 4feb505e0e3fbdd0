package dev.daybreak.engine.spark;

import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.QueryPlan.Read;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds in a plan of Spark's, told by {@code EXPLAIN FORMATTED}, what is read of which snapshot. */
final class PlanReader {
    private static final Pattern SCAN = Pattern.compile("(?m)^\\(\\d+\\) BatchScan (\\S+)\\n((?:.+\\n?)*)");
    private static final Pattern OUTPUT = Pattern.compile("(?m)^Output(?: \\[\\d+])?: \\[(.*)]$");
    private static final Pattern FILTERS = Pattern.compile("filters=(.*?), (?:runtimeFilters|groupedBy)=");
    /** The number that Spark gives a column, and the L of one that is long. */
    private static final Pattern NUMBER = Pattern.compile("#\\d+L?$");

    /** Between parts, not within brackets. */
    private static final Pattern COMMA = Pattern.compile(", (?![^(]*\\))");

    private PlanReader() {}

    static QueryPlan plan(String text) {
        List<Read> reads = new ArrayList<>();
        Matcher scan = SCAN.matcher(text);
        while (scan.find()) {
            Optional<String> relation = PinnedTables.called(scan.group(1));
            if (relation.isPresent()) {
                reads.add(new Read(relation.get(), columns(scan.group(2)), filters(scan.group(2))));
            }
        }
        return new QueryPlan(reads, text.strip());
    }

    private static List<String> columns(String told) {
        Matcher output = OUTPUT.matcher(told);
        return output.find()
                ? split(output.group(1))
                        .map(column -> NUMBER.matcher(column).replaceFirst(""))
                        .filter(column -> !column.equals(Relations.PLACE))
                        .map(PinnedTables::ownName)
                        .toList()
                : List.of();
    }

    private static List<String> filters(String told) {
        Matcher filters = FILTERS.matcher(told);
        return filters.find() ? split(filters.group(1)).toList() : List.of();
    }

    private static Stream<String> split(String list) {
        return COMMA.splitAsStream(list).filter(part -> !part.isBlank());
    }
}
