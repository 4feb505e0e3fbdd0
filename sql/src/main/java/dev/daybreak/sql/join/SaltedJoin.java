package dev.daybreak.sql.join;

import dev.daybreak.project.asset.Salt;
import dev.daybreak.sql.join.Joins.Item;
import dev.daybreak.sql.join.Joins.KeyJoin;
import dev.daybreak.sql.syntax.ParsedQuery;
import dev.daybreak.sql.text.SqlText;
import java.util.Locale;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/**
 * A join whose rows are spread by a number beside its key. The side with many rows has one number in each row; each row of the other is
 * there once for each number, so a row still finds each of its partners once. That holds as long as the copies are seen by nothing but
 * this join, which is looked at here.
 *
 * @param spread where the text names the table whose rows get numbers: the offset of its reference
 * @param copied where it names the other one
 * @param at where the condition is extended
 * @param condition what is added there
 */
public record SaltedJoin(int spread, int copied, int at, String condition) {
    /** @throws UnfitJoinException if there is no such join, or one that would yield other rows when it is spread */
    public static SaltedJoin find(ParsedQuery query, SqlText text, Salt salt) throws UnfitJoinException {
        KeyJoin join = Joins.one(query, text, salt);
        boolean spreadsRight = salt.table().filter(join.right()::isCalled).isPresent();
        Item spread = spreadsRight ? join.right() : join.left();
        Item copied = spreadsRight ? join.left() : join.right();
        requireCopiesUnseen(query, join, copied, spreadsRight ? JoinType.RIGHT : JoinType.LEFT, salt);
        requireNoStar(query, join, spread, copied);
        String condition = join.isUsing() ? ", " + Salt.COLUMN : " AND " + column(spread) + " = " + column(copied);
        return new SaltedJoin(reference(query, text, spread), reference(query, text, copied), join.end(), condition);
    }

    private static String column(Item item) {
        return quoted(item.alias()) + "." + quoted(Salt.COLUMN);
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /**
     * Rows that an outer join keeps though they find no partner would be kept as often as they are copied.
     *
     * @param outer the outer join that keeps the other rows
     */
    private static void requireCopiesUnseen(ParsedQuery query, KeyJoin join, Item copied, JoinType outer, Salt salt)
            throws UnfitJoinException {
        JoinType type = join.join().getJoinType();
        if (type != JoinType.INNER && type != outer) {
            throw new UnfitJoinException(
                    query.position(join.join().getConditionTypeNode()),
                    "Cannot salt the join on '" + salt.key() + "': it is a "
                            + type.name().replace('_', ' ').toLowerCase(Locale.ROOT) + " join, in which rows of '"
                            + copied.alias() + "' without a partner would be kept once for each bucket.",
                    "Permitted are inner joins, and outer joins that keep the rows of the table that is spread.");
        }
    }

    private static void requireNoStar(ParsedQuery query, KeyJoin join, Item spread, Item copied)
            throws UnfitJoinException {
        for (SqlNode column : join.select().getSelectList()) {
            if (column instanceof SqlIdentifier name && name.isStar()) {
                String table = name.names.size() > 1 ? name.names.get(name.names.size() - 2) : "";
                if (table.isEmpty() || spread.isCalled(table) || copied.isCalled(table)) {
                    throw new UnfitJoinException(
                            query.position(name),
                            "Cannot salt a join whose columns are taken by '*': the salt would be one of them.",
                            "Name the columns.");
                }
            }
        }
    }

    private static int reference(ParsedQuery query, SqlText text, Item item) throws UnfitJoinException {
        int start = query.start(item.node());
        boolean isTable = text.references().stream().anyMatch(reference -> reference.start() == start);
        if (!isTable) {
            throw new UnfitJoinException(
                    query.position(item.node()),
                    "Cannot salt a join with '" + item.alias()
                            + "': it is no table of the project, but made in this text.",
                    "Make a table of it under assets/, or join before it is made.");
        }
        return start;
    }
}
