package dev.daybreak.sql.analysis;

import dev.daybreak.project.asset.Asset;
import dev.daybreak.project.asset.AssetKey;
import dev.daybreak.project.asset.Input;
import dev.daybreak.project.asset.Input.Window;
import dev.daybreak.project.asset.SqlAsset;
import dev.daybreak.project.asset.TableAsset;
import dev.daybreak.project.asset.ViewAsset;
import dev.daybreak.project.problem.Place;
import dev.daybreak.project.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Puts what views read in their place among the inputs of tables. Of how much is read, the view's own header says first, then what the
 * reader's says of the view, then what it says of the view's input; else the reader's own interval is read, as if the view's text stood in it.
 * For assets that do not read each other in a circle.
 */
final class ViewExpansion {
    private final Catalog catalog;
    private final Map<AssetKey, List<Input>> named;
    private final List<Problem> problems;

    /**
     * Rows that a text reads.
     *
     * @param window empty if no header says
     * @param view by which they are read; empty if the text names them itself
     */
    private record Read(
            AssetKey asset, Optional<Window> window, boolean optional, Place place, Optional<AssetKey> view) {
        private String words(Window decided) {
            return "'" + decided + "'"
                    + view.map(name -> " by way of view '" + name + "'").orElse("");
        }
    }

    /** @param named what each asset names, views as if they were inputs */
    ViewExpansion(Catalog catalog, Map<AssetKey, List<Input>> named, List<Problem> problems) {
        this.catalog = catalog;
        this.named = named;
        this.problems = problems;
    }

    /** What an asset reads, once each. Two windows on one input are a problem. */
    List<Input> inputs(Asset reader) {
        if (reader instanceof ViewAsset) {
            return List.of();
        }
        if (!(reader instanceof TableAsset table)) {
            return named.get(reader.key());
        }
        Map<AssetKey, Input> inputs = new LinkedHashMap<>();
        Map<AssetKey, String> words = new LinkedHashMap<>();
        for (Read read : reads(table)) {
            Window window = read.window().orElseGet(() -> catalog.window(table, read.asset()));
            Input input = new Input(read.asset(), window, read.optional(), read.place());
            Input other = inputs.putIfAbsent(read.asset(), input);
            String first = words.putIfAbsent(read.asset(), read.words(window));
            if (other != null && !other.window().equals(window)) {
                problems.add(
                        Problem.error(
                                read.place(),
                                "Cannot read '" + read.asset() + "' in two windows: " + first + ", and "
                                        + read.words(window) + ".",
                                "Say the same of both under 'inputs' of the headers, or read a table that is made of the view."));
            } else if (other != null && other.optional() && !read.optional()) {
                inputs.put(read.asset(), input);
            }
        }
        return new ArrayList<>(inputs.values());
    }

    private List<Read> reads(SqlAsset reader) {
        Map<AssetKey, Input> declared = new LinkedHashMap<>();
        reader.declaredInputs().forEach(input -> declared.put(input.asset(), input));
        List<Read> reads = new ArrayList<>();
        for (Input input : named.get(reader.key())) {
            Optional<Input> said = Optional.ofNullable(declared.get(input.asset()));
            if (catalog.asset(input.asset()).orElse(null) instanceof ViewAsset view) {
                for (Read read : reads(view)) {
                    Optional<Input> own = Optional.ofNullable(declared.get(read.asset()));
                    reads.add(new Read(
                            read.asset(),
                            read.window().or(() -> said.or(() -> own).map(Input::window)),
                            read.optional()
                                    || said.or(() -> own)
                                            .filter(Input::optional)
                                            .isPresent(),
                            input.place(),
                            Optional.of(view.key())));
                }
            } else {
                reads.add(new Read(
                        input.asset(), said.map(Input::window), input.optional(), input.place(), Optional.empty()));
            }
        }
        return reads;
    }

    /** The views that an asset names, and those that these name. */
    Set<AssetKey> views(AssetKey reader) {
        Set<AssetKey> views = new LinkedHashSet<>();
        for (Input input : named.get(reader)) {
            if (catalog.asset(input.asset()).orElse(null) instanceof ViewAsset && views.add(input.asset())) {
                views.addAll(views(input.asset()));
            }
        }
        return views;
    }
}
