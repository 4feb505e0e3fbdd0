package dev.daybreak.server.pages.search;

import dev.daybreak.orchestration.history.Listing;
import dev.daybreak.orchestration.history.RunRecord;
import dev.daybreak.orchestration.history.RunSearch;
import dev.daybreak.orchestration.history.RunState;
import dev.daybreak.project.access.Role;
import dev.daybreak.server.api.ServedProject;
import dev.daybreak.server.pages.Pages;
import dev.daybreak.server.pages.Shell;
import dev.daybreak.server.pages.search.SearchView.Group;
import dev.daybreak.server.web.Route;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds what a project has, as a page, and as suggestions with what can be done for the palette of every page. Thread-safe. */
public final class SearchPages {
    /** Pages that the navigation does not name. */
    private static final List<Searchable> PAGES = List.of(
            new Searchable("go", "Runs that failed", "", List.of("errors"), "/runs?state=failed"),
            new Searchable("go", "Calendar", "what will run when", List.of("schedule due next"), "/calendar"),
            new Searchable("go", "Sensors", "what steps wait for outside", List.of("schedule wait"), "/sensors"),
            new Searchable("go", "Pools", "slots in use, and who waits", List.of("schedule queue"), "/pools"));

    private static final int MOST_LETTERS = 200;
    private static final int MOST_WORDS = 8;
    private static final int MOST_OF_A_KIND = 25;
    private static final int MOST_SUGGESTED = 5;
    private static final int MOST_ACTIONS = 3;

    private final Pages pages;
    private final SearchIndex index;
    private final RunSearch runs;
    private final Listing listing;

    public SearchPages(ServedProject served, Pages pages) {
        this.pages = pages;
        this.index = new SearchIndex(served);
        this.runs = new RunSearch(served.store());
        this.listing = new Listing(served.store());
    }

    public List<Route> routes() {
        return List.of(
                pages.page("/search", "search", "search/search", Role.VIEWER, this::search),
                pages.fragment("/search/suggestions", "search/suggestions", this::suggestions));
    }

    private SearchView search(Context ctx, Shell shell) {
        String asked = asked(ctx);
        List<Group> found = groups(words(asked), MOST_OF_A_KIND);
        return new SearchView(
                asked,
                found,
                found.stream().mapToInt(group -> group.found().size()).sum(),
                MOST_OF_A_KIND);
    }

    private List<Group> groups(List<String> words, int most) {
        List<Group> groups = new ArrayList<>(List.of(
                new Group("Assets", index.assets(words, most)),
                new Group("Models", index.models(words, most)),
                new Group("Columns", index.columns(words, most)),
                new Group("Pipelines", index.pipelines(words, most)),
                new Group(
                        "Runs",
                        runs.find(words, most).stream().map(SearchPages::of).toList())));
        groups.removeIf(group -> group.found().isEmpty());
        return groups;
    }

    private static Searchable of(RunRecord run) {
        String words = run.words().isEmpty() ? run.kind() : run.words();
        return new Searchable(
                "run", run.id(), run.state() + ": " + words, List.of(), "/runs/" + Pages.encoded(run.id()));
    }

    private SuggestionsView suggestions(Context ctx, Shell shell) {
        List<String> words = words(asked(ctx));
        List<Searchable> all = new ArrayList<>();
        if (shell.mayOperate()) {
            all.addAll(fitting(aboutRuns(), words));
        }
        all.addAll(fitting(PAGES, words));
        groups(words, MOST_SUGGESTED).forEach(group -> all.addAll(group.found()));
        if (shell.mayOperate()) {
            all.addAll(index.actions(words, MOST_ACTIONS));
        }
        return new SuggestionsView(all);
    }

    /** What an operator may want to do with the runs that there are. */
    private List<Searchable> aboutRuns() {
        List<Searchable> actions = new ArrayList<>();
        for (RunRecord run : newest(RunState.FAILED, 1)) {
            actions.add(new Searchable(
                    "do",
                    "Rerun the last run that failed",
                    run.id() + " " + run.words(),
                    List.of("retry again " + run.id()),
                    "/runs/" + Pages.encoded(run.id()) + "/rerun"));
        }
        for (RunRecord run : newest(RunState.RUNNING, MOST_ACTIONS)) {
            actions.add(new Searchable(
                    "do",
                    "Cancel run " + run.id(),
                    run.words(),
                    List.of("stop " + run.words()),
                    "/runs/" + Pages.encoded(run.id()) + "/cancel"));
        }
        return actions;
    }

    private List<RunRecord> newest(RunState state, int most) {
        return listing.runs(
                new Listing.RunFilter(Optional.empty(), Optional.of(state), Optional.empty()), Optional.empty(), most);
    }

    private static List<Searchable> fitting(List<Searchable> all, List<String> words) {
        return all.stream()
                .filter(one -> words.isEmpty() || one.score(words) > 0)
                .toList();
    }

    private static String asked(Context ctx) {
        String asked = Pages.text(ctx, "q").replaceAll("\\p{Cntrl}", " ").strip();
        return asked.length() <= MOST_LETTERS ? asked : asked.substring(0, MOST_LETTERS);
    }

    private static List<String> words(String asked) {
        return Arrays.stream(asked.toLowerCase(Locale.ROOT).split("\\s+"))
                .filter(word -> !word.isEmpty())
                .limit(MOST_WORDS)
                .toList();
    }
}
