package dev.daybreak.project.selection;

import dev.daybreak.project.Graph;
import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.schedule.Pipeline;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A choice of assets, as it is written on the command line and in pipelines. Terms are {@code name}, {@code tag:x},
 * {@code owner:x}, {@code domain:x} and {@code stale}; a {@code +} before a term adds all that it reads, a {@code +} after it all that reads
 * it. Several terms are a union; none is everything but the steps of pipelines, which run only when they are asked for.
 */
public final class Selection {
    private final List<Term> terms;

    private Selection(List<Term> terms) {
        this.terms = List.copyOf(terms);
    }

    /** @throws dev.daybreak.project.problem.DaybreakException WRONG_USE if a text is no term, or names a pipeline */
    public static Selection parse(List<String> texts) {
        return parse(texts, List.of());
    }

    /**
     * As {@link #parse(List)}; {@code pipeline:x} stands for the selection of that pipeline.
     *
     * @throws dev.daybreak.project.problem.DaybreakException WRONG_USE if a text is no term or names an unknown pipeline
     */
    public static Selection parse(List<String> texts, List<Pipeline> pipelines) {
        List<Term> terms = new ArrayList<>();
        Set<String> open = new LinkedHashSet<>();
        texts.forEach(text -> terms.addAll(Term.parse(text, pipelines, open)));
        return new Selection(terms);
    }

    /**
     * Refuses names of assets that are not there; tags, owners and domains are not looked at.
     *
     * @throws dev.daybreak.project.problem.DaybreakException WRONG_USE if a name fits no asset, with the nearest name
     */
    public void checkNames(Collection<AssetKey> keys) {
        terms.stream().filter(term -> term.kind() == Term.Kind.NAME).forEach(term -> term.named(keys));
    }

    /**
     * Refuses what names nothing.
     *
     * @throws dev.daybreak.project.problem.DaybreakException WRONG_USE if a term fits no asset, with the nearest name
     */
    public void check(Collection<? extends Asset> assets) {
        terms.forEach(term -> term.matches(assets, Set.of()));
    }

    /**
     * The assets chosen, in the order of their names.
     *
     * @param stale what the term {@code stale} stands for
     * @throws dev.daybreak.project.problem.DaybreakException WRONG_USE if a term fits no asset, with the nearest name
     */
    public Set<AssetKey> resolve(Graph graph, Set<AssetKey> stale) {
        List<Asset> assets = graph.nodes().stream().map(Graph.Node::asset).toList();
        Set<AssetKey> chosen = new TreeSet<>();
        if (terms.isEmpty()) {
            assets.stream().filter(Asset::isPartOfEverything).map(Asset::key).forEach(chosen::add);
        }
        for (Term term : terms) {
            Set<AssetKey> named = term.matches(assets, stale);
            chosen.addAll(named);
            if (term.upstream()) {
                chosen.addAll(reach(graph, named, Direction.UPSTREAM));
            }
            if (term.downstream()) {
                chosen.addAll(reach(graph, named, Direction.DOWNSTREAM));
            }
        }
        return Collections.unmodifiableSet(chosen);
    }

    private enum Direction {
        UPSTREAM,
        DOWNSTREAM
    }

    private static Set<AssetKey> reach(Graph graph, Set<AssetKey> from, Direction direction) {
        Set<AssetKey> reached = new LinkedHashSet<>();
        Deque<AssetKey> open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            AssetKey key = open.pop();
            List<AssetKey> next = direction == Direction.UPSTREAM
                    ? List.copyOf(graph.node(key).upstream())
                    : graph.readers(key).stream().map(Graph.Node::key).toList();
            next.stream().filter(reached::add).forEach(open::push);
        }
        return reached;
    }
}
