package dev.daybreak.tables;

import dev.daybreak.engine.Session;
import dev.daybreak.lake.LakeTable;
import dev.daybreak.project.asset.WriteMode.Condition;
import dev.daybreak.project.asset.WriteMode.Merge;
import dev.daybreak.project.schema.Schema;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** Rows that replace those with the same key, take them out, or come in. */
final class MergeChanges implements Changes {
    private static final int TIMES_LOOKED_AT = 2;

    private final Merge merge;
    private final KeyedFiles files;
    private final List<String> compared;

    /** @param yielded the columns of the SELECT: a row that has the same in all of them is not replaced */
    MergeChanges(Merge merge, List<String> yielded, Session session, ZoneId zone) {
        this.merge = merge;
        this.files = new KeyedFiles(session, merge.key(), zone);
        this.compared = yielded.stream()
                .filter(name -> merge.key().stream().noneMatch(name::equalsIgnoreCase))
                .toList();
    }

    @Override
    public Matching matching(LakeTable table, long snapshot) {
        KeyedFiles.Holding holding =
                files.holding(table, snapshot, "SELECT " + Sql.list(merge.key(), Sql::name) + " FROM " + BATCH);
        boolean isWholeBatch = !holding.files().files().isEmpty()
                && takesAll()
                && times(table.schema()).anyMatch(column -> files.isApart(table, snapshot, column, BATCH, holding));
        return new Matching(holding.files(), isWholeBatch);
    }

    /** Whether a row that differs from the one in its place replaces it, whatever is in them. */
    private boolean takesAll() {
        return merge.orderBy().isEmpty()
                && merge.updateWhen().isEmpty()
                && merge.insertWhen().isEmpty()
                && merge.deleteWhen().isEmpty();
    }

    /** Rows that come in mostly carry a time at which nothing in the table is from. */
    private Stream<String> times(Schema schema) {
        return compared.stream()
                .filter(column -> schema.find(column)
                        .filter(found -> found.type().isTemporal())
                        .isPresent())
                .limit(TIMES_LOOKED_AT);
    }

    @Override
    public boolean isAllAdded() {
        return merge.insertWhen().isEmpty() && merge.deleteWhen().isEmpty();
    }

    @Override
    public String sql(List<String> columns) {
        String matched = Sql.column("target", merge.key().get(0)) + " IS NOT NULL";
        String deletes = merge.deleteWhen().map(MergeChanges::text).orElse("FALSE");
        String updates = merge.updateWhen().map(MergeChanges::text).orElse("TRUE");
        String inserts = merge.insertWhen().map(MergeChanges::text).orElse("TRUE");
        return "SELECT " + Sql.columns("batch", columns) + ", target." + FILE + " AS " + FILE + ", " + matched + " AS "
                + OLD + ", NOT " + deletes + " AS " + ADDS
                // The few rows stand on the right, of which engines make the table that the many are looked up in.
                + "\nFROM " + MATCHING + " AS target RIGHT JOIN " + BATCH + " AS batch ON "
                + Sql.same("target", "batch", merge.key())
                + "\nWHERE CASE WHEN " + matched + " THEN " + isNotOlder() + " AND (" + deletes + " OR (" + updates
                + " AND " + Sql.differ("batch", "target", compared) + ")) ELSE NOT " + deletes + " AND " + inserts
                + " END";
    }

    private static String text(Condition condition) {
        return Sql.condition(condition.sql());
    }

    private String isNotOlder() {
        return merge.orderBy()
                .map(column -> "(" + Sql.column("target", column) + " IS NULL OR COALESCE("
                        + Sql.column("batch", column) + " >= " + Sql.column("target", column) + ", FALSE))")
                .orElse("TRUE");
    }

    @Override
    public List<String> identity() {
        return merge.key();
    }
}
