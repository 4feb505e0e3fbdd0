package dev.daybreak.sql.syntax;

import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.Position;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.Token;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.avatica.util.Quoting;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParseException;
import org.apache.calcite.sql.parser.SqlParser;
import org.apache.calcite.sql.parser.babel.SqlBabelParserImpl;
import org.apache.calcite.sql.validate.SqlConformanceEnum;

/** Reads a query into a tree with Calcite's Babel grammar, after forms that this grammar lacks were put in its words. Thread-safe. */
public final class QueryParser {
    private static final SqlParser.Config CONFIG = SqlParser.config()
            .withParserFactory(SqlBabelParserImpl.FACTORY)
            .withConformance(SqlConformanceEnum.LENIENT)
            .withQuoting(Quoting.DOUBLE_QUOTE)
            .withUnquotedCasing(Casing.UNCHANGED)
            .withQuotedCasing(Casing.UNCHANGED)
            .withCaseSensitive(false)
            .withIdentifierMaxLength(1024);

    private QueryParser() {}

    /**
     * @param variables values of parameters, for their types; one that is missing counts as null
     * @param dialect the engine whose SQL it is; empty if the text is portable
     * @throws SyntaxException if the text is no SQL that Calcite or its rewritten forms can read, if it is empty, has more than
     *     one statement, or is something other than a query
     */
    public static ParsedQuery parse(SqlText sql, Map<String, ?> variables, Optional<String> dialect)
            throws SyntaxException {
        if (sql.tokens().isEmpty()) {
            throw new SyntaxException(
                    new Position(1, 1), "Missing SQL: the text has no statement.", "Write one SELECT.", null);
        }
        BoundSql text = new Rewriting(sql, variables, dialect).rewritten();
        try {
            SqlNodeList statements = SqlParser.create(text.text(), CONFIG).parseStmtList();
            return single(statements, text);
        } catch (SqlParseException e) {
            throw ParseMessage.of(e, sql, text);
        }
    }

    private static ParsedQuery single(SqlNodeList statements, BoundSql text) throws SyntaxException {
        List<SqlNode> nodes = statements.getList();
        ParsedQuery first = new ParsedQuery(nodes.get(0), text);
        if (nodes.size() > 1) {
            throw new SyntaxException(
                    first.position(nodes.get(1)),
                    "Invalid SQL: expected one statement, found " + nodes.size() + ".",
                    "Keep one SELECT; put the others into files of their own.",
                    null);
        }
        if (!first.tree().isA(SqlKind.QUERY)) {
            throw new SyntaxException(
                    first.position(first.tree()),
                    "Invalid SQL: expected a SELECT, found '" + firstWord(text) + "'.",
                    "A table is what one SELECT yields; Daybreak writes it.",
                    null);
        }
        return first;
    }

    private static String firstWord(BoundSql text) {
        Token token = SqlText.parse(text.original()).tokens().get(0);
        return token.text();
    }
}
