package dev.daybreak.sql.analysis;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.Problem;
import dev.daybreak.sql.query.QueryAnalysis;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What the SQL texts of a project say.
 *
 * @param graph empty if a problem is an error
 * @param problems errors and warnings, by place
 * @param queries what each table and source yields, with the origin of each column; inputs first
 */
public record Analysis(Optional<Graph> graph, List<Problem> problems, Map<AssetKey, QueryAnalysis> queries) {
    public Analysis {
        Objects.requireNonNull(graph, "graph");
        problems = List.copyOf(problems);
        queries = Collections.unmodifiableMap(new LinkedHashMap<>(queries));
    }
}
