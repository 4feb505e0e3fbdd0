package dev.daybreak.engine.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.daybreak.engine.QueryPlan;
import dev.daybreak.engine.QueryPlan.Read;
import dev.daybreak.project.schema.Schema;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds in a plan of DuckDB's, told as JSON, what is read of which relation: columns are read under names that tell it. */
final class PlanReader {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Schema> schemas;

    /** @param schemas of the relations, by their names */
    PlanReader(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    QueryPlan plan(String json, String text) {
        List<Read> reads = new ArrayList<>();
        try {
            JSON.readTree(json).forEach(root -> addReads(root, reads));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot read DuckDB's plan", e);
        }
        return new QueryPlan(reads, text.strip());
    }

    private void addReads(JsonNode node, List<Read> reads) {
        JsonNode told = node.path("extra_info");
        List<String> filters = texts(told.path("Filters"));
        List<String> names = texts(told.path("Projections"));
        if (node.path("name").asText().strip().startsWith("READ_PARQUET")) {
            read(names, filters).ifPresent(reads::add);
        }
        node.path("children").forEach(child -> addReads(child, reads));
    }

    /** One text or several. */
    private static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(text -> texts.add(text.asText()));
        } else if (!node.asText().isEmpty()) {
            texts.add(node.asText());
        }
        return texts;
    }

    /** Columns that only filters look at are read too. Empty if neither names a column: rows are counted, or it is no relation's. */
    private Optional<Read> read(List<String> names, List<String> filters) {
        return schemas.entrySet().stream()
                .map(relation -> read(relation.getKey(), relation.getValue(), names, filters))
                .filter(read -> !read.columns().isEmpty())
                .findFirst();
    }

    private static Read read(String relation, Schema schema, List<String> names, List<String> filters) {
        List<String> columns = new ArrayList<>();
        List<String> plain = new ArrayList<>(filters);
        for (String column : schema.names()) {
            String name = RelationSql.readName(relation, column);
            boolean isFiltered = filters.stream().anyMatch(filter -> names(filter, name));
            if (names.contains(name) || isFiltered) {
                columns.add(column);
            }
            plain.replaceAll(filter -> filter.replace(Sql.name(name), column));
        }
        plain.replaceAll(filter -> filter.replace(relation + ".", ""));
        return new Read(relation, columns, plain);
    }

    private static boolean names(String filter, String name) {
        return filter.matches("(?s).*(?<![\\w.])\"?" + Pattern.quote(name) + "\"?(?![\\w.]).*");
    }
}
