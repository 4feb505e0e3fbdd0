package dev.daybreak.sql.syntax;

import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.Position;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The tree of a query.
 *
 * @param tree names as written; nothing is resolved
 * @param text what was parsed, with the way back to the author's text
 */
public record ParsedQuery(SqlNode tree, BoundSql text) {
    /** Where a node begins in the author's text. */
    public Position position(SqlNode node) {
        SqlParserPos span = first(node).getParserPosition();
        return text.original(span.getLineNum(), span.getColumnNum());
    }

    /**
     * What stands first in a node. The parser tells another place for some casts: of {@code f(x)::INT}, and of what begins with it, that of
     * the word before.
     */
    private static SqlNode first(SqlNode node) {
        boolean isInfix = node instanceof SqlCall call
                && call.operandCount() > 0
                && (call.getOperator().getSyntax() == SqlSyntax.BINARY
                        || call.getOperator().getSyntax() == SqlSyntax.POSTFIX
                        || call.getOperator().getName().equals("::"));
        return isInfix ? first(((SqlCall) node).operand(0)) : node;
    }

    /** What the author wrote for a node. */
    public String source(SqlNode node) {
        int start = start(node);
        int end = end(node);
        return start < end ? text.original().substring(start, end) : node.toString();
    }

    /** The offset in the author's text at which a node begins. */
    public int start(SqlNode node) {
        SqlParserPos span = first(node).getParserPosition();
        return text.originalOffset(new Position(span.getLineNum(), span.getColumnNum()).offset(text.text()));
    }

    /** The offset in the author's text behind a node. */
    public int end(SqlNode node) {
        SqlParserPos span = node.getParserPosition();
        return text.originalOffset(new Position(span.getEndLineNum(), span.getEndColumnNum() + 1).offset(text.text()));
    }
}
