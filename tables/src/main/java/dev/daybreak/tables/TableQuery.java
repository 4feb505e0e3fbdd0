package dev.daybreak.tables;

import dev.daybreak.engine.Relation;
import dev.daybreak.engine.Salting;
import dev.daybreak.engine.Salting.Side;
import dev.daybreak.engine.Session;
import dev.daybreak.project.Settings;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Salt;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.schema.ColumnCondition;
import dev.daybreak.project.time.DataInterval;
import dev.daybreak.sql.filter.RowFilters;
import dev.daybreak.sql.join.SaltedJoin;
import dev.daybreak.sql.join.UnfitJoinException;
import dev.daybreak.sql.syntax.QueryParser;
import dev.daybreak.sql.syntax.SyntaxException;
import dev.daybreak.sql.text.BoundSql;
import dev.daybreak.sql.text.SqlText;
import dev.daybreak.sql.text.TableReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The SELECT of a table or view in a session: its inputs under names of the session's, and the text with these names in it. If the engine is
 * distributed and the header asks for it, the two tables of a join are registered with a salt besides, and the join compares it.
 */
final class TableQuery {
    private final Session session;
    private final PinnedInputs inputs;
    private final Settings settings;
    private final SqlText sql;
    private final Optional<Spread> spread;
    private Map<AssetKey, String> sampled = Map.of();

    private record Spread(SaltedJoin join, int buckets) {}

    TableQuery(SqlAsset asset, Session session, PinnedInputs inputs, Settings settings) {
        this.session = session;
        this.inputs = inputs;
        this.settings = settings;
        this.sql = SqlText.parse(asset.sql());
        inputs.where(conditions(settings));
        boolean maySpread = session.isDistributed() && settings.sample().isEmpty();
        this.spread = asset instanceof TableAsset table && maySpread
                ? table.salt().map(salt -> spread(table, salt))
                : Optional.empty();
    }

    /** Of tables that the text names once, and no view of it; elsewhere each place has conditions of its own. */
    private Map<AssetKey, List<ColumnCondition>> conditions(Settings settings) {
        Map<Integer, List<ColumnCondition>> byPlace = RowFilters.of(sql, settings.variables());
        Map<AssetKey, List<ColumnCondition>> byAsset = new HashMap<>();
        Set<AssetKey> seen = new HashSet<>();
        for (TableReference reference : sql.references()) {
            if (seen.add(reference.asset()) && !inputs.isReadByView(reference.asset())) {
                byAsset.put(reference.asset(), byPlace.getOrDefault(reference.start(), List.of()));
            } else {
                byAsset.remove(reference.asset());
            }
        }
        return byAsset;
    }

    /** What cannot be spread was refused when the project was validated. */
    private Spread spread(TableAsset asset, Salt salt) {
        try {
            return new Spread(
                    SaltedJoin.find(QueryParser.parse(sql, settings.variables(), asset.dialect()), sql, salt),
                    salt.buckets());
        } catch (SyntaxException | UnfitJoinException e) {
            throw new IllegalStateException("Cannot salt the join of '" + asset.key() + "'", e);
        }
    }

    /**
     * Makes what a span of the table's partitions may read, and nothing else, readable.
     *
     * @param readable takes names with what they stand for, but for the tables that are salted
     */
    void register(BiConsumer<String, Relation> readable, DataInterval first, DataInterval last) {
        inputs.register(readable, first, last);
        settings.sample().ifPresent(sample -> sampled = inputs.sample(session, sample, first, last));
        inputs.define(session, this::relation, settings.variables());
        if (spread.isPresent()) {
            Spread salted = spread.get();
            for (TableReference reference : sql.references()) {
                side(reference)
                        .ifPresent(side -> inputs.register(
                                session,
                                reference.asset(),
                                name(reference).orElseThrow(),
                                new Salting(side, salted.buckets()),
                                first,
                                last));
            }
        }
    }

    /** @param instants as {@link IntervalParameters#of} takes it */
    BoundSql bind(DataInterval interval, boolean instants) {
        return sql.bind(
                this::name,
                IntervalParameters.of(interval, settings, instants),
                spread.map(salted -> Map.of(salted.join().at(), salted.join().condition()))
                        .orElse(Map.of()));
    }

    private Optional<Side> side(TableReference reference) {
        return spread.map(Spread::join).flatMap(join -> {
            if (reference.start() == join.spread()) {
                return Optional.of(Side.SPREAD);
            }
            return reference.start() == join.copied() ? Optional.of(Side.COPIED) : Optional.empty();
        });
    }

    private Optional<String> name(TableReference reference) {
        Optional<String> relation = relation(reference.asset());
        return side(reference)
                .map(side -> relation.map(name -> name + (side == Side.SPREAD ? "_spread" : "_copied")))
                .orElse(relation);
    }

    private Optional<String> relation(AssetKey asset) {
        return Optional.ofNullable(sampled.get(asset))
                .or(() -> Optional.ofNullable(inputs.relations().get(asset)));
    }
}
