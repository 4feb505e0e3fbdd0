package dev.daybreak.sql.analysis;

import dev.daybreak.project.Project;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.ModelAsset;
import dev.daybreak.project.asset.SourceAsset;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TimePartition;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schema.Column;
import dev.daybreak.project.schema.DataType;
import dev.daybreak.project.schema.Schema;
import dev.daybreak.sql.query.QueryAnalysis;
import dev.daybreak.sql.query.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The assets of a project with their columns, as far as they are known yet. Safe for threads that add different assets. */
final class Catalog implements Tables {
    private static final int LISTED = 8;
    private static final String INGESTION_TIME = "_ingested_at";
    private final Map<AssetKey, Asset> assets = new TreeMap<>();
    private final Map<AssetKey, QueryAnalysis> known = new ConcurrentHashMap<>();

    Catalog(Project project) {
        for (Asset asset : project.assets()) {
            assets.putIfAbsent(asset.key(), asset);
        }
        for (SourceAsset source : project.sources()) {
            known.put(source.key(), QueryAnalysis.declared(withIngestionTime(source.columns())));
        }
    }

    /** Every row that is brought in carries when, in a column behind those of the contract. */
    private static Schema withIngestionTime(Schema contract) {
        if (contract.find(INGESTION_TIME).isPresent()) {
            return contract;
        }
        List<Column> columns = new ArrayList<>(contract.columns());
        columns.add(Column.of(INGESTION_TIME, DataType.Primitive.TIMESTAMPTZ));
        return new Schema(columns);
    }

    void add(AssetKey key, QueryAnalysis query) {
        known.put(key, query);
    }

    Optional<Asset> asset(AssetKey key) {
        return Optional.ofNullable(assets.get(key));
    }

    /** Whether rows can be read from it. */
    boolean isReadable(AssetKey key) {
        return assets.get(key) instanceof SourceAsset || assets.get(key) instanceof SqlAsset;
    }

    /** How much of an input is read for one partition of its reader, where no header says. */
    Input.Window window(Asset reader, AssetKey input) {
        boolean sliced = reader.timePartition().isPresent() && hasTime(asset(input));
        return sliced ? new Input.SameInterval() : new Input.Whole();
    }

    /** Whether rows of the input can be cut along time. */
    private static boolean hasTime(Optional<Asset> input) {
        return input.filter(asset ->
                        asset.timePartition().filter(TimePartition::hasColumn).isPresent()
                                || (asset instanceof SourceAsset source
                                        && source.layoutTime().isPresent()))
                .isPresent();
    }

    Collection<Asset> assets() {
        return assets.values();
    }

    @Override
    public Optional<QueryAnalysis> find(AssetKey key) {
        return isReadable(key) ? Optional.of(known.getOrDefault(key, QueryAnalysis.UNKNOWN)) : Optional.empty();
    }

    @Override
    public Missing missing(String name) {
        Optional<Asset> model = assets.values().stream()
                .filter(ModelAsset.class::isInstance)
                .filter(asset -> asset.key().toString().equalsIgnoreCase(name))
                .findFirst();
        if (model.isPresent()) {
            return new Missing(
                    "Cannot read rows from '" + name + "': it is a model.",
                    "Only sources, tables and views have rows.");
        }
        List<String> names = assets.keySet().stream()
                .filter(this::isReadable)
                .map(AssetKey::toString)
                .toList();
        String hint = names.stream()
                .filter(known -> known.substring(known.indexOf('.') + 1).equalsIgnoreCase(name))
                .findFirst()
                .map(near -> " Did you mean '" + near + "'?")
                .orElseGet(() -> NearestName.hint(name, names));
        String listed = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
        String more = names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "";
        return new Missing(
                "Cannot find table '" + name + "'." + hint, names.isEmpty() ? "" : "There are " + listed + more + ".");
    }
}
