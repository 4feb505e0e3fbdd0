package dev.daybreak.tables;

import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.engine.EngineKind;
import dev.daybreak.sql.text.Edits;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.Token;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The text of a view as other programs read it in the catalog, by dialect. Names of tables stay, since the catalog has them too; variables
 * have their values.
 */
final class ViewTexts {
    private static final List<String> INSTANT = List.of("TIMESTAMP", "WITH", "TIME", "ZONE");

    private ViewTexts() {}

    static Map<String, String> of(ViewAsset view, Map<String, ?> variables) {
        String text = withoutEnd(SqlText.parse(view.sql())
                .bind(reference -> Optional.empty(), variables)
                .text());
        if (view.dialect().isPresent()) {
            return Map.of(view.dialect().get(), text);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(EngineKind.DUCKDB.toString(), text);
        texts.put(EngineKind.SPARK.toString(), inSpark(text));
        return texts;
    }

    /** A semicolon ends a statement, and a view is part of one. */
    private static String withoutEnd(String text) {
        List<Token> tokens = SqlText.parse(text).tokens();
        int last = tokens.size() - 1;
        while (last > 0 && tokens.get(last).isSymbol(";")) {
            last--;
        }
        return text.substring(0, tokens.get(last).end());
    }

    /** What of a portable text a Spark with usual settings reads otherwise: names in double quotes, and the standard's name of instants. */
    private static String inSpark(String text) {
        Edits edits = new Edits();
        List<Token> tokens = SqlText.parse(text).tokens();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.kind() == Token.Kind.QUOTED && token.text().startsWith("\"")) {
                edits.replace(token, "`" + token.name().replace("`", "``") + "`");
            } else if (isInstant(tokens, i)) {
                edits.replace(token.start(), tokens.get(i + INSTANT.size() - 1).end(), "TIMESTAMP_LTZ");
            }
        }
        return edits.apply(text).text();
    }

    private static boolean isInstant(List<Token> tokens, int from) {
        return from + INSTANT.size() <= tokens.size()
                && tokens.subList(from, from + INSTANT.size()).stream()
                        .map(Token::keyword)
                        .toList()
                        .equals(INSTANT);
    }
}
