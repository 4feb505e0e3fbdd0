package dev.daybreak.project.selection;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.problem.DaybreakException;
import dev.daybreak.project.problem.ErrorCode;
import dev.daybreak.project.problem.NearestName;
import dev.daybreak.project.schedule.Pipeline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One term of a selection.
 *
 * @param value a name, tag, owner or domain; empty for {@link Kind#STALE}
 * @param upstream whether all that the named assets read is chosen too
 * @param downstream whether all that reads the named assets is chosen too
 */
record Term(Kind kind, String value, boolean upstream, boolean downstream) {
    private static final int MOST_TOLD = 10;
    private static final String FORMS =
            "A selection is name, +name, name+, tag:x, owner:x, domain:x, pipeline:x or stale.";

    /** What a term names assets by. */
    enum Kind {
        NAME,
        TAG,
        OWNER,
        DOMAIN,
        STALE
    }

    /** @param open names of the pipelines that are being replaced by their selections, outermost first */
    static List<Term> parse(String text, List<Pipeline> pipelines, Set<String> open) {
        String rest = text.strip();
        boolean upstream = rest.startsWith("+");
        rest = upstream ? rest.substring(1) : rest;
        boolean downstream = rest.endsWith("+");
        rest = downstream ? rest.substring(0, rest.length() - 1) : rest;
        int colon = rest.indexOf(':');
        String kind = colon < 0 ? "" : rest.substring(0, colon);
        String value = rest.substring(colon + 1);
        if (value.isEmpty() || value.contains("+") || value.chars().anyMatch(Character::isWhitespace)) {
            throw wrong("Invalid selection '" + text + "': it names nothing.", FORMS);
        }
        return switch (kind) {
            case "" ->
                List.of(
                        rest.equals("stale")
                                ? new Term(Kind.STALE, "", upstream, downstream)
                                : new Term(Kind.NAME, rest, upstream, downstream));
            case "tag" -> List.of(new Term(Kind.TAG, value, upstream, downstream));
            case "owner" -> List.of(new Term(Kind.OWNER, value, upstream, downstream));
            case "domain" -> List.of(new Term(Kind.DOMAIN, value, upstream, downstream));
            case "pipeline" -> replaced(value, pipelines, open, upstream, downstream);
            default ->
                throw wrong(
                        "Invalid selection '" + text + "': '" + kind + ":' is none of tag:, owner:, domain:, pipeline:."
                                + NearestName.hint(kind, List.of("tag", "owner", "domain", "pipeline")),
                        FORMS);
        };
    }

    private static List<Term> replaced(
            String name, List<Pipeline> pipelines, Set<String> open, boolean upstream, boolean downstream) {
        List<String> names = pipelines.stream().map(Pipeline::name).toList();
        Pipeline pipeline = pipelines.stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(
                        "Invalid selection 'pipeline:" + name + "': there is no such pipeline."
                                + NearestName.hint(name, names),
                        names.isEmpty()
                                ? "The project has no pipelines."
                                : "Pipelines are: " + String.join(", ", names) + "."));
        if (!open.add(name)) {
            throw wrong("Invalid selection 'pipeline:" + name + "': the pipeline's selection names itself.", "");
        }
        List<Term> terms = new ArrayList<>();
        for (String text : pipeline.selection()) {
            for (Term term : parse(text, pipelines, open)) {
                terms.add(new Term(term.kind, term.value, term.upstream || upstream, term.downstream || downstream));
            }
        }
        open.remove(name);
        return terms;
    }

    /** The assets that the term names, without their neighbours; never empty but for {@link Kind#STALE}. */
    Set<AssetKey> matches(Collection<? extends Asset> assets, Set<AssetKey> stale) {
        return switch (kind) {
            case STALE -> stale;
            case NAME -> Set.of(named(assets.stream().map(Asset::key).toList()));
            case TAG -> by(assets, "tag", asset -> asset.about().tags());
            case OWNER -> by(assets, "owner", asset -> List.of(asset.about().owner()));
            case DOMAIN -> by(assets, "domain", asset -> List.of(asset.about().domain()));
        };
    }

    /** The one asset of the term's name. */
    AssetKey named(Collection<AssetKey> keys) {
        List<AssetKey> found = keys.stream()
                .filter(key -> key.toString().equals(value) || key.name().equals(value))
                .toList();
        if (found.size() > 1 && !value.contains(".")) {
            throw wrong(
                    "Invalid selection '" + value + "': several assets have this name.",
                    "Write one of: " + found.stream().map(AssetKey::toString).collect(Collectors.joining(", ")) + ".");
        }
        if (found.isEmpty()) {
            Function<AssetKey, String> form = value.contains(".") ? AssetKey::toString : AssetKey::name;
            List<String> known = keys.stream().map(form).toList();
            throw wrong(
                    "Invalid selection '" + value + "': there is no such asset." + NearestName.hint(value, known),
                    there(known) + FORMS);
        }
        return found.get(0);
    }

    private static String there(List<String> known) {
        if (known.isEmpty()) {
            return "";
        }
        String more = known.size() > MOST_TOLD ? " and " + (known.size() - MOST_TOLD) + " more" : "";
        return "There are: " + String.join(", ", known.subList(0, Math.min(MOST_TOLD, known.size()))) + more + ". ";
    }

    private Set<AssetKey> by(Collection<? extends Asset> assets, String word, Function<Asset, List<String>> words) {
        Set<AssetKey> found = new TreeSet<>();
        Set<String> known = new TreeSet<>();
        for (Asset asset : assets) {
            List<String> has =
                    words.apply(asset).stream().filter(text -> !text.isEmpty()).toList();
            known.addAll(has);
            if (has.contains(value)) {
                found.add(asset.key());
            }
        }
        if (found.isEmpty()) {
            String there = known.isEmpty() ? "No asset has one." : "There are: " + String.join(", ", known) + ".";
            throw wrong(
                    "Invalid selection '" + word + ":" + value + "': no asset has this " + word + "."
                            + NearestName.hint(value, known),
                    there);
        }
        return found;
    }

    private static DaybreakException wrong(String message, String mend) {
        return new DaybreakException(ErrorCode.WRONG_USE, message, mend);
    }
}
